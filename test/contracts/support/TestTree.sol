// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Hashes} from '@openzeppelin/contracts/utils/cryptography/Hashes.sol';

/// @notice A whole Merkle tree in memory, built the plain way and held to OpenZeppelin's vectors by AllocationTree.t.sol.
/// @dev `nodes[1]` is the root, `nodes[2p]` and `nodes[2p + 1]` are the children of `nodes[p]`.
struct Tree {
    uint256 size;
    bytes32[] nodes;
    address[] accounts;
    uint256[] amounts;
}

library TestTree {
    /// @notice The tree of the allocations that the vectors were made from.
    function ofVectors(uint256 size) internal pure returns (Tree memory tree) {
        tree = empty(size);
        for (uint256 i = 0; i < size; ++i) {
            (tree.accounts[i], tree.amounts[i]) = allocation(i);
        }
        build(tree);
    }

    /// @notice The same rule as standard-trees.mjs.
    function allocation(uint256 index) internal pure returns (address account, uint256 amount) {
        uint256 seed = uint256(keccak256(abi.encode(index)));
        // forge-lint: disable-next-line(unsafe-typecast)
        return (address(uint160(seed)), (seed >> 176) + 1);
    }

    function empty(uint256 size) internal pure returns (Tree memory) {
        return Tree(size, new bytes32[](2 * size), new address[](size), new uint256[](size));
    }

    /// @notice Computes all nodes from the accounts and amounts.
    function build(Tree memory tree) internal pure {
        for (uint256 i = 0; i < tree.size; ++i) {
            bytes32 inner = keccak256(abi.encode(i, tree.accounts[i], tree.amounts[i]));
            tree.nodes[nodeOf(tree, i)] = keccak256(bytes.concat(inner));
        }
        for (uint256 p = tree.size - 1; p > 0; --p) {
            tree.nodes[p] = Hashes.commutativeKeccak256(tree.nodes[2 * p], tree.nodes[2 * p + 1]);
        }
    }

    function root(Tree memory tree) internal pure returns (bytes32) {
        return tree.nodes[1];
    }

    function total(Tree memory tree) internal pure returns (uint256 sum) {
        for (uint256 i = 0; i < tree.size; ++i) {
            sum += tree.amounts[i];
        }
    }

    function nodeOf(Tree memory tree, uint256 index) internal pure returns (uint256) {
        return 2 * tree.size - 1 - index;
    }

    /// @notice Proof of one leaf.
    function proofOf(Tree memory tree, uint256 index) internal pure returns (bytes32[] memory) {
        return proofOf(tree, index, 1);
    }

    /// @notice Proof of the node above `count` leaves.
    function proofOf(Tree memory tree, uint256 firstIndex, uint256 count)
        internal
        pure
        returns (bytes32[] memory proof)
    {
        uint256 node = nodeOf(tree, firstIndex) / count;
        uint256 length;
        for (uint256 p = node; p > 1; p /= 2) {
            ++length;
        }
        proof = new bytes32[](length);
        for (uint256 i = 0; i < length; ++i) {
            proof[i] = tree.nodes[node ^ 1];
            node /= 2;
        }
    }

    function rowsOf(Tree memory tree, uint256 firstIndex, uint256 count) internal pure returns (bytes32[] memory rows) {
        rows = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            rows[i] = packed(tree.accounts[firstIndex + i], tree.amounts[firstIndex + i]);
        }
    }

    function packed(address account, uint256 amount) internal pure returns (bytes32) {
        require(amount <= type(uint96).max, 'amount above 96 bits');
        return bytes32(uint256(uint160(account)) << 96 | amount);
    }

    /// @notice Leaves in the largest perfect subtree that begins with this index, at most `limit`.
    function subtreeAt(Tree memory tree, uint256 firstIndex, uint256 limit) internal pure returns (uint256 count) {
        count = 1;
        while (
            2 * count <= limit && firstIndex + 2 * count <= tree.size && (2 * tree.size - firstIndex) % (2 * count) == 0
        ) {
            count *= 2;
        }
    }
}
