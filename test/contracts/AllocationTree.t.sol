// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleProof} from '@openzeppelin/contracts/utils/cryptography/MerkleProof.sol';
import {AllocationTree} from '../../src/contracts/migration/AllocationTree.sol';
import {StandardTrees} from './fixtures/StandardTrees.sol';
import {Test} from './support/Test.sol';
import {TestTree, Tree} from './support/TestTree.sol';

contract AllocationTreeTest is Test {
    using TestTree for Tree;

    function subtreeRoot(uint256 firstIndex, bytes32[] calldata rows) external pure returns (bytes32) {
        return AllocationTree.subtreeRoot(firstIndex, rows);
    }

    function test_theTreeOfTheTestsIsOpenZeppelins() external pure {
        uint256[] memory sizes = StandardTrees.sizes();
        bytes32[] memory roots = StandardTrees.roots();
        for (uint256 i = 0; i < sizes.length; ++i) {
            vm.assertEq(TestTree.ofVectors(sizes[i]).root(), roots[i], 'root');
        }
    }

    function test_proofsOfOpenZeppelinLeadFromLeafToRoot() external pure {
        uint256[] memory indexes = StandardTrees.provenIndexes();
        bytes32 root = TestTree.ofVectors(StandardTrees.PROVEN_SIZE).root();
        for (uint256 i = 0; i < indexes.length; ++i) {
            (address account, uint256 amount) = TestTree.allocation(indexes[i]);
            bytes32 leaf = AllocationTree.leafHash(indexes[i], account, amount);
            vm.assertTrue(MerkleProof.verify(StandardTrees.proofOf(indexes[i]), root, leaf), 'proof');
        }
    }

    function test_everyPerfectSubtreeHasTheHashOfItsNode() external view {
        uint256[] memory sizes = StandardTrees.sizes();
        for (uint256 s = 0; s < sizes.length; ++s) {
            Tree memory tree = TestTree.ofVectors(sizes[s]);
            for (uint256 first = 0; first < tree.size;) {
                uint256 count = tree.subtreeAt(first, 512);
                vm.assertTrue(AllocationTree.isSubtree(tree.size, first, count), 'subtree');
                bytes32 node = this.subtreeRoot(first, tree.rowsOf(first, count));
                vm.assertEq(node, tree.nodes[AllocationTree.leafNode(tree.size, first) / count], 'node');
                first += count;
            }
        }
    }

    function test_memoryIsAsBeforeAfterHashing() external view {
        Tree memory tree = TestTree.ofVectors(8);
        bytes32 before = keccak256(abi.encode(tree));
        this.subtreeRootAmongAllocations(0, tree.rowsOf(0, 8));
        vm.assertEq(keccak256(abi.encode(tree)), before, 'tree');
    }

    /// @dev Allocates before and after, so that a free pointer that is lost shows.
    function subtreeRootAmongAllocations(uint256 firstIndex, bytes32[] calldata rows) external pure {
        bytes memory before = abi.encode(rows);
        bytes32 digest = keccak256(before);
        AllocationTree.subtreeRoot(firstIndex, rows);
        bytes memory later = abi.encode(rows);
        vm.assertEq(keccak256(before), digest, 'before');
        vm.assertEq(keccak256(later), digest, 'after');
        bytes memory unset;
        vm.assertEq(unset.length, 0, 'the zero slot');
    }

    function test_subtreesAreTheLeavesUnderOneNode() external pure {
        for (uint256 size = 1; size <= 20; ++size) {
            for (uint256 first = 0; first <= size; ++first) {
                for (uint256 count = 0; count <= size + 1; ++count) {
                    bool expected = _isSubtree(size, first, count);
                    vm.assertTrue(AllocationTree.isSubtree(size, first, count) == expected, 'subtree');
                }
            }
        }
    }

    function testFuzz_rangesThatOverflowAreNoSubtree(uint256 first, uint256 count) external pure {
        first = bound(first, 1000, type(uint256).max);
        vm.assertFalse(AllocationTree.isSubtree(1000, first, count), 'subtree');
    }

    /// @dev Looks for a node whose leaves, all at one depth, are exactly those asked for.
    function _isSubtree(uint256 size, uint256 first, uint256 count) private pure returns (bool) {
        if (count == 0 || first + count > size) return false;
        uint256 low = 2 * size - first - count;
        uint256 high = 2 * size - 1 - first;
        while (low != high) {
            // The left end of a level of a subtree is even, the right end odd, down from its root.
            if (low % 2 == 1 || high % 2 == 0) return false;
            low /= 2;
            high /= 2;
        }
        return true;
    }
}
