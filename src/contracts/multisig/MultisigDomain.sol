// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC5267} from '@openzeppelin/contracts/interfaces/IERC5267.sol';

/// @title The EIP-712 domain: one chain, one contract.
/// @dev OpenZeppelin's `EIP712` needs instructions that young chains may lack.
abstract contract MultisigDomain is IERC5267 {
    string private constant NAME = 'GradedMultisig';
    string private constant VERSION = '1';
    bytes32 private constant DOMAIN =
        keccak256('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)');
    bytes1 private constant FIELDS = 0x0f; // the four above; neither salt nor extensions

    uint256 private immutable firstChainId = block.chainid;
    bytes32 private immutable firstSeparator = _separator();

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (FIELDS, NAME, VERSION, block.chainid, address(this), 0, new uint256[](0));
    }

    /// @notice What is signed for a struct.
    function _digest(bytes32 structHash) internal view returns (bytes32 digest) {
        // A chain that splits gets another id: a signature for one side is invalid on the other.
        bytes32 separator = block.chainid == firstChainId ? firstSeparator : _separator();
        assembly ('memory-safe') {
            let start := mload(0x40)
            mstore(start, hex'1901')
            mstore(add(start, 0x02), separator)
            mstore(add(start, 0x22), structHash)
            digest := keccak256(start, 0x42)
        }
    }

    function _separator() private view returns (bytes32) {
        return
            keccak256(
                abi.encode(DOMAIN, keccak256(bytes(NAME)), keccak256(bytes(VERSION)), block.chainid, address(this))
            );
    }
}
