// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Payments that answer instead of reverting, under a gas limit.
/// @dev What the other side returns is never copied beyond one word, so a huge answer costs nobody but its sender.
/// OpenZeppelin's `Address` and `SafeERC20` can neither limit the gas nor ignore the answer.
library Payout {
    /// @notice Sends native coin.
    /// @dev When `gasLimit` exceeds 63/64 of what is left, the EVM silently gives less: the caller has to see to it.
    function sendNative(address to, uint256 amount, uint256 gasLimit) internal returns (bool success) {
        assembly ('memory-safe') {
            success := call(gasLimit, to, amount, 0, 0, 0, 0)
        }
    }

    /// @notice Transfers tokens. Answers like OpenZeppelin's `SafeERC20.trySafeTransfer`: success is a call that did not
    /// revert and returned true, or nothing from an address with code.
    function sendToken(address token, address to, uint256 amount, uint256 gasLimit) internal returns (bool success) {
        bytes4 selector = 0xa9059cbb; // transfer(address,uint256)
        assembly ('memory-safe') {
            let free := mload(0x40)
            mstore(0x00, selector)
            mstore(0x04, to)
            mstore(0x24, amount) // reaches into the free pointer at 0x40, which is put back below
            success := call(gasLimit, token, 0, 0x00, 0x44, 0x00, 0x20)
            if success {
                switch returndatasize()
                case 0 { success := gt(extcodesize(token), 0) }
                default { success := and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1)) }
            }
            mstore(0x40, free)
        }
    }
}
