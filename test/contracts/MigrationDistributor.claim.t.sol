// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleProof} from '@openzeppelin/contracts/utils/cryptography/MerkleProof.sol';
import {IMigrationDistributor} from '../../src/contracts/migration/IMigrationDistributor.sol';
import {StandardTrees} from './fixtures/StandardTrees.sol';
import {DistributorTest} from './support/DistributorTest.sol';
import {TestTree, Tree} from './support/TestTree.sol';

abstract contract ClaimTest is DistributorTest {
    using TestTree for Tree;

    function test_proofsOfOpenZeppelinAreTaken() external {
        Tree memory tree = TestTree.ofVectors(StandardTrees.PROVEN_SIZE);
        _deploy(tree);
        uint256[] memory indexes = StandardTrees.provenIndexes();
        for (uint256 i = 0; i < indexes.length; ++i) {
            (address account, uint256 amount) = TestTree.allocation(indexes[i]);
            _expectEmit();
            emit IMigrationDistributor.Claimed(indexes[i], account, amount);
            vm.prank(ANYONE);
            distributor.claim(indexes[i], account, amount, StandardTrees.proofOf(indexes[i]));
            vm.assertEq(_balanceOf(account), amount, 'balance');
        }
        vm.assertEq(_countPaid(tree), indexes.length, 'bits');
    }

    function test_everyLeafOfEverySmallTreeCanBeClaimed() external {
        for (uint256 size = 1; size <= 17; ++size) {
            Tree memory tree = TestTree.ofVectors(size);
            for (uint256 i = 0; i < size; ++i) {
                vm.deal(tree.accounts[i], 0);
            }
            _deploy(tree);
            for (uint256 i = 0; i < size; ++i) {
                vm.assertFalse(distributor.isPaid(i), 'not yet paid');
                _claim(tree, i);
            }
            _assertAllPaidOnce(tree);
        }
    }

    function test_aLeafIsPaidOnce() external {
        Tree memory tree = TestTree.ofVectors(5);
        _deploy(tree);
        _claim(tree, 3);
        vm.expectRevert(_error(IMigrationDistributor.MigrationAlreadyPaid.selector, 3));
        _claim(tree, 3);
    }

    function test_aLeafPaidByABatchCannotBeClaimed() external {
        Tree memory tree = TestTree.ofVectors(8);
        _deploy(tree);
        _distribute(tree, 0, 8);
        vm.expectRevert(_error(IMigrationDistributor.MigrationAlreadyPaid.selector, 7));
        _claim(tree, 7);
    }

    function test_anIndexOutOfRangeIsRefused() external {
        Tree memory tree = TestTree.ofVectors(5);
        _deploy(tree);
        bytes4 selector = IMigrationDistributor.MigrationIndexOutOfRange.selector;
        vm.expectRevert(_error(selector, 5, 5));
        distributor.claim(5, ANYONE, 1, new bytes32[](0));
        vm.expectRevert(_error(selector, type(uint256).max, 5));
        distributor.claim(type(uint256).max, ANYONE, 1, new bytes32[](0));
        vm.expectRevert(_error(selector, 5, 5));
        distributor.isPaid(5);
    }

    /// @notice Any one thing wrong about a claim makes the proof invalid.
    function test_aChangedClaimIsRefused() external {
        Tree memory tree = TestTree.ofVectors(9);
        _deploy(tree);
        bytes4 selector = IMigrationDistributor.MigrationProofInvalid.selector;
        bytes32[] memory proof = tree.proofOf(2);
        (address account, uint256 amount) = (tree.accounts[2], tree.amounts[2]);

        vm.expectRevert(_error(selector, 3));
        distributor.claim(3, account, amount, proof);
        vm.expectRevert(_error(selector, 2));
        distributor.claim(2, ANYONE, amount, proof);
        vm.expectRevert(_error(selector, 2));
        distributor.claim(2, account, amount + 1, proof);
        vm.expectRevert(_error(selector, 2));
        distributor.claim(2, account, amount, new bytes32[](0));
        proof[1] ^= bytes32(uint256(1));
        vm.expectRevert(_error(selector, 2));
        distributor.claim(2, account, amount, proof);
    }

    function test_amountsAbove96BitsAreClaimed() external {
        Tree memory tree = TestTree.empty(2);
        (tree.accounts[0], tree.accounts[1]) = (address(0x1001), address(0x1002));
        (tree.amounts[0], tree.amounts[1]) = (2 ** 96, 2 ** 128 - 1 - 2 ** 96);
        tree.build();
        _deploy(tree);
        _claim(tree, 0);
        _claim(tree, 1);
        _assertAllPaidOnce(tree);
    }

    function test_claimsEndAtTheDeadline() external {
        Tree memory tree = TestTree.ofVectors(2);
        _deploy(tree);
        vm.warp(DEADLINE - 1);
        _claim(tree, 0);
        vm.warp(DEADLINE);
        vm.expectRevert(_error(IMigrationDistributor.MigrationDeadlinePassed.selector, DEADLINE));
        _claim(tree, 1);
    }

    function test_claimsStopWhilePaused() external {
        Tree memory tree = TestTree.ofVectors(2);
        _deploy(tree);
        vm.prank(OWNER);
        distributor.pause();
        vm.expectRevert(_error(IMigrationDistributor.MigrationPaused.selector));
        _claim(tree, 0);
    }

    function test_missingFundsAreTold() external {
        Tree memory tree = TestTree.ofVectors(2);
        _deploy(tree, tree.total());
        _fund(tree.amounts[0] - 1);
        vm.expectRevert(
            _error(IMigrationDistributor.MigrationUnderfunded.selector, tree.amounts[0], tree.amounts[0] - 1)
        );
        _claim(tree, 0);
        _fund(1);
        _claim(tree, 0);
    }

    function test_theTotalIsNeverExceeded() external {
        Tree memory tree = TestTree.ofVectors(3);
        uint256 total = tree.amounts[0] + tree.amounts[1];
        _deploy(tree, total);
        _fund(tree.total());
        _claim(tree, 0);
        _claim(tree, 1);
        vm.assertEq(distributor.paidTotal(), total, 'paid total');
        vm.expectRevert(_error(IMigrationDistributor.MigrationTotalExceeded.selector, 0, tree.amounts[2]));
        _claim(tree, 2);
    }

    function test_anAmountOf256BitsCannotOverflowTheTotal() external {
        Tree memory tree = TestTree.ofVectors(2);
        tree.amounts[1] = type(uint256).max;
        tree.build();
        _deploy(tree, tree.amounts[0] + 1);
        _fund(tree.amounts[0] + 1);
        _claim(tree, 0);
        vm.expectRevert(_error(IMigrationDistributor.MigrationTotalExceeded.selector, 1, type(uint256).max));
        _claim(tree, 1);
    }

    /// @notice A claim passes when OpenZeppelin's MerkleProof says that the leaf is in the tree, and only then.
    function testFuzz_claimsAgreeWithOpenZeppelin(
        uint256 size,
        uint256 index,
        uint256 place,
        uint256 change,
        bytes32 noise
    ) external {
        Tree memory tree = TestTree.ofVectors(bound(size, 2, 40));
        _deploy(tree);
        index = bound(index, 0, tree.size - 1);
        (address account, uint256 amount) = (tree.accounts[index], tree.amounts[index]);
        bytes32[] memory proof = tree.proofOf(index);
        change = change % 5;
        if (change == 1) amount = uint256(noise);
        if (change == 2) account = address(uint160(uint256(noise)));
        if (change == 3) proof[place % proof.length] = noise;
        if (change == 4) index = place % tree.size;

        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))));
        if (!MerkleProof.verify(proof, tree.root(), leaf)) {
            vm.expectRevert(_error(IMigrationDistributor.MigrationProofInvalid.selector, index));
        }
        distributor.claim(index, account, amount, proof);
    }
}

contract NativeClaimTest is ClaimTest {
    function _usesToken() internal pure override returns (bool) {
        return false;
    }
}

contract TokenClaimTest is ClaimTest {
    function _usesToken() internal pure override returns (bool) {
        return true;
    }
}
