// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PackedAllocation} from './PackedAllocation.sol';

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
    /// @dev Expects a power of two of rows.
    /// @param firstIndex Index of the first row.
    /// @param rows Leaves as `PackedAllocation`.
    function subtreeRoot(uint256 firstIndex, bytes32[] calldata rows) internal pure returns (bytes32) {
        if (rows.length != 1) return _subtreeRootOfPairs(firstIndex, rows);
        (address account, uint256 amount) = PackedAllocation.unpack(rows[0]);
        return leafHash(firstIndex, account, amount);
    }

    /// @dev Assembly with the hashes written out, as three per leaf are most of what a batch costs beyond the payments.
    /// What is hashed lies in the first 96 bytes; the free memory pointer, which is among them, is put back. The levels
    /// lie past it, one over another, from the parents of the leaves upwards.
    function _subtreeRootOfPairs(uint256 firstIndex, bytes32[] calldata rows) private pure returns (bytes32 node) {
        assembly ('memory-safe') {
            let level := mload(0x40)
            let end := level // of the level

            let index := firstIndex
            let row := rows.offset
            for { let rowsEnd := add(row, shl(5, rows.length)) } lt(row, rowsEnd) { row := add(row, 0x40) } {
                let packed := calldataload(row)
                mstore(0x00, index)
                mstore(0x20, shr(96, packed))
                mstore(0x40, and(packed, 0xffffffffffffffffffffffff))
                mstore(0x00, keccak256(0x00, 0x60))
                let a := keccak256(0x00, 0x20)

                packed := calldataload(add(row, 0x20))
                mstore(0x00, add(index, 1))
                mstore(0x20, shr(96, packed))
                mstore(0x40, and(packed, 0xffffffffffffffffffffffff))
                mstore(0x00, keccak256(0x00, 0x60))
                let b := keccak256(0x00, 0x20)

                let high := shl(5, gt(a, b)) // sorted without a branch: the smaller goes to 0x00
                mstore(high, a)
                mstore(xor(high, 0x20), b)
                mstore(end, keccak256(0x00, 0x40))
                end := add(end, 0x20)
                index := add(index, 2)
            }

            for {} gt(sub(end, level), 0x20) {} {
                let above := level
                for { let pair := level } lt(pair, end) { pair := add(pair, 0x40) } {
                    let a := mload(pair)
                    let b := mload(add(pair, 0x20))
                    let high := shl(5, gt(a, b))
                    mstore(high, a)
                    mstore(xor(high, 0x20), b)
                    mstore(above, keccak256(0x00, 0x40))
                    above := add(above, 0x20)
                }
                end := above
            }
            node := mload(level)
            mstore(0x40, level)
        }
    }
}
