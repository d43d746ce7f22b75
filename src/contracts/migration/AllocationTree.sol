// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Shape and hashes of OpenZeppelin's `StandardMerkleTree` over `(uint256 index, address account, uint256 amount)`.
/// @dev Nodes are numbered from 1 (root), with children `2p` and `2p + 1`: position plus one in that library's array.
/// Leaves are hashed twice, over 96 and then 32 bytes; inner nodes once, over 64: neither can be taken for the other.
library AllocationTree {
    /// @notice Node number of a leaf.
    /// @dev Expects `index < leafCount <= 2^255`.
    function leafNode(uint256 leafCount, uint256 index) internal pure returns (uint256) {
        unchecked {
            return 2 * leafCount - 1 - index;
        }
    }

    /// @notice Hash of a leaf.
    function leafHash(uint256 index, address account, uint256 amount) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))));
    }

    /// @notice Whether `count` leaves from `firstIndex` are all the leaves under one node.
    /// @dev Expects `leafCount <= 2^255`.
    function isSubtree(uint256 leafCount, uint256 firstIndex, uint256 count) internal pure returns (bool) {
        unchecked {
            return count != 0 && count & (count - 1) == 0 // a power of two
                && count <= leafCount && firstIndex <= leafCount - count // in range
                && (2 * leafCount - firstIndex) & (count - 1) == 0; // aligned: their nodes differ in the lowest bits only
        }
    }

    /// @notice Hash of the node above the given leaves.
    /// @dev Assembly, as three hashes a leaf are most of what a batch costs beyond the payments: the level below is
    /// overwritten in place by the level above, and nothing is allocated. Expects a power of two of rows.
    /// @param firstIndex Index of the first row.
    /// @param rows Leaves as `account (160 bits) ‖ amount (96 bits)`.
    function subtreeRoot(uint256 firstIndex, bytes32[] calldata rows) internal pure returns (bytes32 node) {
        assembly ('memory-safe') {
            let leaf := mload(0x40) // index, account, amount; memory past the free pointer is scratch
            let level := add(leaf, 0x60)
            let size := shl(5, rows.length) // bytes in the level

            mstore(leaf, firstIndex)
            for { let i := 0 } lt(i, size) { i := add(i, 0x20) } {
                let row := calldataload(add(rows.offset, i))
                mstore(add(leaf, 0x20), shr(96, row))
                mstore(add(leaf, 0x40), and(row, 0xffffffffffffffffffffffff))
                mstore(0x00, keccak256(leaf, 0x60))
                mstore(add(level, i), keccak256(0x00, 0x20))
                mstore(leaf, add(mload(leaf), 1))
            }

            for {} gt(size, 0x20) {} {
                size := shr(1, size)
                for { let i := 0 } lt(i, size) { i := add(i, 0x20) } {
                    let pair := add(level, shl(1, i))
                    let a := mload(pair)
                    let b := mload(add(pair, 0x20))
                    let high := shl(5, gt(a, b)) // sorted without a branch: the smaller goes to 0x00
                    mstore(high, a)
                    mstore(xor(high, 0x20), b)
                    mstore(add(level, i), keccak256(0x00, 0x40))
                }
            }
            node := mload(level)
        }
    }
}
