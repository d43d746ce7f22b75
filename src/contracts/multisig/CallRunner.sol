// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from './IGradedMultisig.sol';
import {TokenCall} from './TokenCall.sol';

/// @title Makes the calls of a proposal, all of them or none.
library CallRunner {
    function run(IGradedMultisig.Call[] calldata calls) internal {
        for (uint256 i = 0; i < calls.length; ++i) {
            _run(i, calls[i]);
        }
    }

    /// @dev One word of the answer is copied, so that a long answer costs nothing; a revert reason is kept whole.
    function _run(uint256 index, IGradedMultisig.Call calldata call) private {
        (address to, uint256 value, bytes calldata data) = (call.to, call.value, call.data);
        if (data.length != 0 && to.code.length == 0) revert IGradedMultisig.MultisigTargetWithoutCode(index, to);
        bool success;
        bool saysFalse;
        assembly ('memory-safe') {
            let input := mload(0x40)
            calldatacopy(input, data.offset, data.length)
            mstore(0x00, 1)
            success := call(gas(), to, value, input, data.length, 0x00, 0x20)
            saysFalse := and(gt(returndatasize(), 0x1f), iszero(mload(0x00)))
        }
        if (!success) revert IGradedMultisig.MultisigCallReverted(index, _returned());
        // Shorter data is padded with zeros, and no selector compared here ends in zeros.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (saysFalse && TokenCall.isGraded(bytes4(data))) revert IGradedMultisig.MultisigTokenRefused(index, to);
    }

    function _returned() private pure returns (bytes memory reason) {
        assembly ('memory-safe') {
            reason := mload(0x40)
            mstore(reason, returndatasize())
            returndatacopy(add(reason, 0x20), 0, returndatasize())
            mstore(0x40, and(add(add(reason, returndatasize()), 0x3f), not(0x1f)))
        }
    }
}
