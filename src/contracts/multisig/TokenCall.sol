// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from './IGradedMultisig.sol';

/// @title Reads what a call to an ERC-20 token can move, and who receives something by a call to any token.
/// @dev Strict about amounts: calldata that is longer or shorter than its arguments, or an address of more than 20 bytes,
/// is not a token call, since tokens interpret it differently.
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

    // ERC-721 and ERC-1155.
    bytes4 private constant SET_APPROVAL_FOR_ALL = 0xa22cb465; // setApprovalForAll(address,bool)
    bytes4 private constant SAFE_TRANSFER_FROM = 0x42842e0e; // safeTransferFrom(address,address,uint256)
    bytes4 private constant SAFE_TRANSFER_FROM_BYTES = 0xb88d4fde; // safeTransferFrom(address,address,uint256,bytes)
    bytes4 private constant SAFE_TRANSFER_FROM_AMOUNT = 0xf242432a; // …(address,address,uint256,uint256,bytes)
    bytes4 private constant SAFE_BATCH_TRANSFER_FROM = 0x2eb2c2d6; // …(address,address,uint256[],uint256[],bytes)

    uint256 private constant ALLOWED_ARGUMENT = 4;

    /// @notice Class, recipient (or spender, or operator) and amount. The class Call, and no amount, when it is no token
    /// call; the recipient even then, where a standard tells: stray bytes hide nobody. Zero where none does.
    function read(bytes calldata data)
        internal
        pure
        returns (IGradedMultisig.OperationClass class, address recipient, uint256 amount)
    {
        class = IGradedMultisig.OperationClass.Call;
        if (data.length < 36) return (class, address(0), 0);
        // forge-lint: disable-next-line(unsafe-typecast)
        bytes4 selector = bytes4(data); // there are more
        (IGradedMultisig.OperationClass tokenClass, uint256 argument, bool fits) = _layout(selector, data.length);
        if (argument == 0 || (argument == 2 && data.length < 68)) return (class, address(0), 0);
        uint256 account = argument == 1 ? _argument(data, 0) : _argument(data, 1);
        // forge-lint: disable-next-line(unsafe-typecast)
        recipient = address(uint160(account));
        if (!fits || account > type(uint160).max) {
            return (class, _takesBackAll(selector, data) ? address(0) : recipient, 0);
        }
        amount = _argument(data, argument);
        if (selector == PERMIT_ALL) {
            amount = _argument(data, ALLOWED_ARGUMENT) == 0 ? 0 : type(uint256).max;
        }
        return (tokenClass, recipient, amount);
    }

    /// @notice Whether calls of the function are read for what they move; in any other layout they take the highest.
    function isGraded(bytes4 selector) internal pure returns (bool) {
        (IGradedMultisig.OperationClass class,,) = _layout(selector, 0);
        return class != IGradedMultisig.OperationClass.Call;
    }

    /// @return class Of the function; Call where no amount is read.
    /// @return argument Number of the argument right after the recipient, which is the amount; 0 if there is none.
    /// @return fits Whether the length is that of the arguments.
    function _layout(bytes4 selector, uint256 length)
        private
        pure
        returns (IGradedMultisig.OperationClass class, uint256 argument, bool fits)
    {
        class = IGradedMultisig.OperationClass.TokenTransfer;
        if (selector == TRANSFER) return (class, 1, length == 68);
        if (selector == TRANSFER_FROM) return (class, 2, length == 100);
        class = IGradedMultisig.OperationClass.Approval;
        if (_isAllowance(selector)) return (class, 1, length == 68);
        if (selector == PERMIT) return (class, 2, length == 228);
        if (selector == PERMIT_BYTES) return (class, 2, length >= 196);
        if (selector == PERMIT_ALL) return (class, 2, length == 260);
        class = IGradedMultisig.OperationClass.Call;
        if (selector == SET_APPROVAL_FOR_ALL) return (class, 1, false);
        if (_isSafeTransfer(selector)) return (class, 2, false);
    }

    /// @dev From an operator, who is given nothing then.
    function _takesBackAll(bytes4 selector, bytes calldata data) private pure returns (bool) {
        return selector == SET_APPROVAL_FOR_ALL && data.length >= 68 && _argument(data, 1) == 0;
    }

    /// @dev Functions of (from, to, …) that move collectibles.
    function _isSafeTransfer(bytes4 selector) private pure returns (bool) {
        return selector == SAFE_TRANSFER_FROM || selector == SAFE_TRANSFER_FROM_BYTES
            || selector == SAFE_TRANSFER_FROM_AMOUNT || selector == SAFE_BATCH_TRANSFER_FROM;
    }

    /// @dev Functions of (spender, amount).
    function _isAllowance(bytes4 selector) private pure returns (bool) {
        return selector == APPROVE || selector == INCREASE_ALLOWANCE || selector == INCREASE_APPROVAL;
    }

    /// @dev The caller has checked that the argument is there.
    function _argument(bytes calldata data, uint256 index) private pure returns (uint256 argument) {
        assembly ('memory-safe') {
            argument := calldataload(add(add(data.offset, 4), shl(5, index)))
        }
    }
}
