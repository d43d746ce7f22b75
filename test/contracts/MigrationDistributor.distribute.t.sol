// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMigrationDistributor} from '../../src/contracts/migration/IMigrationDistributor.sol';
import {DistributorTest} from './support/DistributorTest.sol';
import {TestTree, Tree} from './support/TestTree.sol';

abstract contract DistributeTest is DistributorTest {
    using TestTree for Tree;

    function test_perfectSubtreesPayEveryLeafOfATreeOfAnySize() external {
        uint256[12] memory sizes = [uint256(1), 2, 3, 5, 8, 23, 100, 255, 256, 257, 300, 700];
        for (uint256 s = 0; s < sizes.length; ++s) {
            Tree memory tree = TestTree.ofVectors(sizes[s]);
            _forgetBalances(tree);
            _deploy(tree);
            _distributeAll(tree, 256);
            _assertAllPaidOnce(tree);
        }
    }

    function test_batchesMayBeOfAnyPowerOfTwo() external {
        Tree memory tree = TestTree.ofVectors(512);
        for (uint256 limit = 1; limit <= 512; limit *= 2) {
            _forgetBalances(tree);
            _deploy(tree);
            _distributeAll(tree, limit);
            _assertAllPaidOnce(tree);
        }
    }

    function test_aBatchOfManyWordsTellsEachWord() external {
        Tree memory tree = TestTree.ofVectors(1024);
        _deploy(tree);
        for (uint256 i = 0; i < 4; ++i) {
            _expectEmit();
            emit IMigrationDistributor.Distributed(7 - i, type(uint256).max, _sum(tree, 256 * i, 256));
        }
        vm.prank(ANYONE);
        vm.assertEq(_distribute(tree, 0, 1024), tree.total(), 'amount');
        _assertAllPaidOnce(tree);
    }

    /// @notice Leaf 88 of 300 is node 511: with it the upper of the two depths begins, and runs down to node 300.
    function test_theBitsOfASubtreeLieTogetherInOneWord() external {
        Tree memory tree = TestTree.ofVectors(300);
        _deploy(tree);
        uint256 first = 88;
        uint256 count = tree.subtreeAt(first, 256);
        vm.assertEq(count, 128, 'nodes 384 to 511');
        _expectEmit();
        emit IMigrationDistributor.Distributed(1, (2 ** 128 - 1) << 128, _sum(tree, first, count));
        _distribute(tree, first, count);
        vm.assertEq(distributor.paidWord(1), (2 ** 128 - 1) << 128, 'word');
        vm.assertEq(distributor.paidWord(2), 0, 'other word');
        vm.assertTrue(distributor.isPaid(88), 'first');
        vm.assertTrue(distributor.isPaid(215), 'last');
        vm.assertFalse(distributor.isPaid(87), 'before');
        vm.assertFalse(distributor.isPaid(216), 'after');
    }

    function test_leavesPaidBeforeArePassedOver() external {
        Tree memory tree = TestTree.ofVectors(16);
        _deploy(tree);
        _claim(tree, 0);
        _claim(tree, 5);
        _distribute(tree, 8, 4);
        uint256 due = tree.total() - tree.amounts[0] - tree.amounts[5] - _sum(tree, 8, 4);
        // Leaf i is node 31 - i: all of 16 to 31 but 31, 26 and 20 to 23.
        _expectEmit();
        emit IMigrationDistributor.Distributed(0, 0xffff0000 - 0x80000000 - 0x04000000 - 0x00f00000, due);
        vm.assertEq(_distribute(tree, 0, 16), due, 'amount');
        _assertAllPaidOnce(tree);
    }

    function test_aBatchThatIsRepeatedPaysNothing() external {
        Tree memory tree = TestTree.ofVectors(300);
        _deploy(tree);
        _distributeAll(tree, 256);
        vm.recordLogs();
        _distributeAll(tree, 256);
        vm.assertEq(vm.getRecordedLogs().length, 0, 'events');
        _assertAllPaidOnce(tree);
    }

    function test_leavesThatAreNoPerfectSubtreeAreRefused() external {
        Tree memory tree = TestTree.ofVectors(300);
        _deploy(tree);
        _refusesSubtree(0, 0); // nothing
        _refusesSubtree(0, 3); // no power of two
        _refusesSubtree(1, 2); // crosses from one parent to the next
        _refusesSubtree(300, 1); // past the last
        _refusesSubtree(296, 8); // reaches past the last
        _refusesSubtree(type(uint256).max, 1);
        _refusesSubtree(84, 8); // spans both depths
    }

    function _refusesSubtree(uint256 first, uint256 count) private {
        vm.expectRevert(_error(IMigrationDistributor.MigrationSubtreeInvalid.selector, first, count));
        distributor.distribute(first, new bytes32[](count), new bytes32[](0));
    }

    /// @notice A batch passes when it is the tree's, and any one bit changed anywhere makes it invalid.
    function testFuzz_aChangedBatchIsRefused(uint256 size, uint256 first, uint256 place, uint256 bit) external {
        Tree memory tree = TestTree.ofVectors(bound(size, 2, 80));
        _deploy(tree);
        first = bound(first, 0, tree.size - 1);
        uint256 count = tree.subtreeAt(first, 16);
        bytes32[] memory rows = tree.rowsOf(first, count);
        bytes32[] memory proof = tree.proofOf(first, count);
        place = bound(place, 0, rows.length + proof.length - 1);
        bytes32 flipped = bytes32(1 << (bit % 256));
        if (place < rows.length) rows[place] ^= flipped;
        else proof[place - rows.length] ^= flipped;

        vm.expectRevert(_error(IMigrationDistributor.MigrationProofInvalid.selector, first));
        distributor.distribute(first, rows, proof);
        _distribute(tree, first, count);
        vm.assertEq(_countPaid(tree), count, 'bits');
    }

    function test_rowsOfOtherIndexesAreRefused() external {
        Tree memory tree = TestTree.ofVectors(16);
        _deploy(tree);
        vm.expectRevert(_error(IMigrationDistributor.MigrationProofInvalid.selector, 0));
        distributor.distribute(0, tree.rowsOf(4, 4), tree.proofOf(4, 4));
    }

    function test_anAmountAbove96BitsCannotBePushed() external {
        Tree memory tree = TestTree.ofVectors(2);
        tree.amounts[1] = 2 ** 96 + 7;
        tree.build();
        _deploy(tree);
        bytes32[] memory rows = new bytes32[](2);
        rows[0] = TestTree.packed(tree.accounts[0], tree.amounts[0]);
        rows[1] = TestTree.packed(tree.accounts[1], 7);
        vm.expectRevert(_error(IMigrationDistributor.MigrationProofInvalid.selector, 0));
        distributor.distribute(0, rows, new bytes32[](0));
        _distribute(tree, 0, 1);
        _claim(tree, 1);
        _assertAllPaidOnce(tree);
    }

    function test_theLargestAmountOf96BitsCanBePushed() external {
        Tree memory tree = TestTree.ofVectors(2);
        (tree.amounts[0], tree.amounts[1]) = (type(uint96).max, type(uint96).max);
        tree.build();
        _deploy(tree);
        _distribute(tree, 0, 2);
        _assertAllPaidOnce(tree);
    }

    function test_batchesEndAtTheDeadline() external {
        Tree memory tree = TestTree.ofVectors(2);
        _deploy(tree);
        vm.warp(DEADLINE - 1);
        _distribute(tree, 0, 1);
        vm.warp(DEADLINE);
        vm.expectRevert(_error(IMigrationDistributor.MigrationDeadlinePassed.selector, DEADLINE));
        _distribute(tree, 1, 1);
    }

    function test_batchesStopWhilePaused() external {
        Tree memory tree = TestTree.ofVectors(2);
        _deploy(tree);
        vm.prank(OWNER);
        distributor.pause();
        vm.expectRevert(_error(IMigrationDistributor.MigrationPaused.selector));
        _distribute(tree, 0, 2);
    }

    /// @notice Missing funds are nobody's failure: the batch reverts whole.
    function test_aBatchWithoutFundsReverts() external {
        Tree memory tree = TestTree.ofVectors(2);
        _deploy(tree, tree.total());
        _fund(tree.total() - 1);
        uint256 left = tree.amounts[1] - 1;
        vm.expectRevert(_error(IMigrationDistributor.MigrationUnderfunded.selector, tree.amounts[1], left));
        _distribute(tree, 0, 2);
        vm.assertEq(_countPaid(tree), 0, 'bits');
        _fund(1);
        _distribute(tree, 0, 2);
        _assertAllPaidOnce(tree);
    }

    function test_theTotalIsNeverExceeded() external {
        Tree memory tree = TestTree.ofVectors(4);
        _deploy(tree, tree.total() - 1);
        _fund(tree.total());
        vm.expectRevert(_error(IMigrationDistributor.MigrationTotalExceeded.selector, tree.total() - 1, tree.total()));
        _distribute(tree, 0, 4);
    }

    function test_bitsAreReadInBulk() external {
        Tree memory tree = TestTree.ofVectors(700);
        _deploy(tree);
        _distributeAll(tree, 256);
        uint256[] memory words = distributor.paidWords(2, 5);
        for (uint256 i = 0; i < words.length; ++i) {
            vm.assertEq(words[i], distributor.paidWord(2 + i), 'word');
        }
        // Nodes 700 to 1399: from word 2 (512 to 767), its last 68 bits, to word 5, its first 120.
        vm.assertEq(words[0], type(uint256).max << 188, 'first word');
        vm.assertEq(words[1], type(uint256).max, 'second word');
        vm.assertEq(words[2], type(uint256).max, 'third word');
        vm.assertEq(words[3], 2 ** 120 - 1, 'last word');
        vm.assertEq(words[4], 0, 'past the tree');
        vm.assertEq(_countPaid(tree), 700, 'bits');
    }

    function _sum(Tree memory tree, uint256 first, uint256 count) private pure returns (uint256 sum) {
        for (uint256 i = first; i < first + count; ++i) {
            sum += tree.amounts[i];
        }
    }

    function _forgetBalances(Tree memory tree) private {
        for (uint256 i = 0; i < tree.size; ++i) {
            vm.deal(tree.accounts[i], 0);
        }
    }
}

contract NativeDistributeTest is DistributeTest {
    function _usesToken() internal pure override returns (bool) {
        return false;
    }
}

contract TokenDistributeTest is DistributeTest {
    function _usesToken() internal pure override returns (bool) {
        return true;
    }
}
