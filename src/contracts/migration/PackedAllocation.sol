// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title An account and what it receives, in one word: `account (160 bits) ‖ amount in base units (96 bits)`.
library PackedAllocation {
    function unpack(bytes32 row) internal pure returns (address account, uint256 amount) {
        // The shift leaves 160 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (address(uint160(uint256(row) >> 96)), uint256(row) & type(uint96).max);
    }
}
