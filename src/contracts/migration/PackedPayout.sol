// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PackedAllocation} from './PackedAllocation.sol';
import {Payout} from './Payout.sol';

/// @title Pays rows of packed allocations, each under a gas limit, and says which failed.
/// @dev Up to 256 rows belong to the bits of a word: the first row to the highest. Rows whose bit is not set in `due` are
/// passed over. Never reverts for a recipient's doing.
library PackedPayout {
    /// @dev Assembly, as a batch spends here what its payments do not.
    /// @return amount Wei paid.
    /// @return failed Bits of the rows that could not be paid.
    function pushNative(bytes32[] calldata rows, uint256 due, uint256 gasLimit)
        internal
        returns (uint256 amount, uint256 failed)
    {
        assembly ('memory-safe') {
            let row := rows.offset
            // Outside, rows to pass over; inside, runs of rows to pay: their bit has come to be the sign.
            for {} due {
                due := shl(1, due)
                row := add(row, 0x20)
            } {
                for {} slt(due, 0) {
                    due := shl(1, due)
                    row := add(row, 0x20)
                } {
                    let packed := calldataload(row)
                    let value := and(packed, 0xffffffffffffffffffffffff)
                    if iszero(call(gasLimit, shr(96, packed), value, 0, 0, 0, 0)) {
                        failed := or(failed, shr(shr(5, sub(row, rows.offset)), shl(255, 1)))
                        value := 0
                    }
                    amount := add(amount, value)
                }
            }
        }
    }

    /// @return amount Base units paid.
    /// @return failed Bits of the rows that could not be paid.
    function pushToken(address token, bytes32[] calldata rows, uint256 due, uint256 gasLimit)
        internal
        returns (uint256 amount, uint256 failed)
    {
        for (uint256 i = 0; due != 0; (++i, due <<= 1)) {
            if (due >> 255 == 0) continue;
            (address account, uint256 value) = PackedAllocation.unpack(rows[i]);
            if (Payout.sendToken(token, account, value, gasLimit)) amount += value;
            else failed |= 1 << (255 - i);
        }
    }
}
