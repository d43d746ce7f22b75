// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from './IGradedMultisig.sol';

/// @title Reads what a call to an ERC-20 token can move.
/// @dev Strict: calldata that is longer or shorter than its arguments, or an address of more than 20 bytes, is no token
/// call, since tokens differ in what they make of it.
library TokenCall {
    bytes4 private constant TRANSFER = 0xa9059cbb; // transfer(address,uint256)
    bytes4 private constant TRANSFER_FROM = 0x23b872dd; // transferFrom(address,address,uint256)
    bytes4 private constant APPROVE = 0x095ea7b3; // approve(address,uint256)
    bytes4 private constant INCREASE_ALLOWANCE = 0x39509351; // increaseAllowance(address,uint256)
    bytes4 private constant INCREASE_APPROVAL = 0xd73dd623; // increaseApproval(address,uint256): older tokens
    /// permit(address,address,uint256,uint256,uint8,bytes32,bytes32): EIP-2612
    bytes4 private constant PERMIT = 0xd505accf;
    /// permit(address,address,uint256,uint256,bytes): the same for contracts' signatures
    bytes4 private constant PERMIT_BYTES = 0x9fd5a6cf;
    /// permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32): all or nothing
    bytes4 private constant PERMIT_ALL = 0x8fcbaf0c;

    uint256 private constant ALLOWED_ARGUMENT = 4;

    /// @notice Class, recipient (or spender) and amount; the class Call when it is no token call.
    function read(bytes calldata data)
        internal
        pure
        returns (IGradedMultisig.OperationClass class, address recipient, uint256 amount)
    {
        class = IGradedMultisig.OperationClass.Call;
        if (data.length < 68) return (class, address(0), 0);
        bytes4 selector = bytes4(data[:4]);
        (IGradedMultisig.OperationClass tokenClass, uint256 argument) = _layout(selector, data.length);
        if (argument == 0) return (class, address(0), 0);
        uint256 account = _argument(data, argument - 1);
        if (account > type(uint160).max) return (class, address(0), 0);
        amount = _argument(data, argument);
        if (selector == PERMIT_ALL) {
            amount = _argument(data, ALLOWED_ARGUMENT) == 0 ? 0 : type(uint256).max;
        }
        // forge-lint: disable-next-line(unsafe-typecast)
        return (tokenClass, address(uint160(account)), amount);
    }

    /// @notice Whether calls of the function are read for what they move; in any other layout they take the highest.
    function isGraded(bytes4 selector) internal pure returns (bool) {
        return selector == TRANSFER || selector == TRANSFER_FROM || _isAllowance(selector) || selector == PERMIT
            || selector == PERMIT_BYTES || selector == PERMIT_ALL;
    }

    /// @return class Of the function.
    /// @return argument Number of the argument with the amount, right after the recipient; 0 if there is none.
    function _layout(bytes4 selector, uint256 length)
        private
        pure
        returns (IGradedMultisig.OperationClass class, uint256 argument)
    {
        class = IGradedMultisig.OperationClass.Approval;
        if (selector == TRANSFER) return (IGradedMultisig.OperationClass.TokenTransfer, length == 68 ? 1 : 0);
        if (selector == TRANSFER_FROM) return (IGradedMultisig.OperationClass.TokenTransfer, length == 100 ? 2 : 0);
        if (_isAllowance(selector)) return (class, length == 68 ? 1 : 0);
        if (selector == PERMIT) return (class, length == 228 ? 2 : 0);
        if (selector == PERMIT_BYTES) return (class, length >= 196 ? 2 : 0);
        if (selector == PERMIT_ALL) return (class, length == 260 ? 2 : 0);
    }

    /// @dev Functions of (spender, amount).
    function _isAllowance(bytes4 selector) private pure returns (bool) {
        return selector == APPROVE || selector == INCREASE_ALLOWANCE || selector == INCREASE_APPROVAL;
    }

    /// @dev The layout has told that the argument is there.
    function _argument(bytes calldata data, uint256 index) private pure returns (uint256 argument) {
        assembly ('memory-safe') {
            argument := calldataload(add(add(data.offset, 4), shl(5, index)))
        }
    }
}
