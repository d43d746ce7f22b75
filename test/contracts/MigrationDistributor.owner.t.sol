// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMigrationDistributor} from '../../src/contracts/migration/IMigrationDistributor.sol';
import {MigrationDistributor} from '../../src/contracts/migration/MigrationDistributor.sol';
import {RevertingRecipient} from './hostile/Recipients.sol';
import {RefusingToken} from './hostile/Tokens.sol';
import {DistributorTest} from './support/DistributorTest.sol';
import {TestTree, Tree} from './support/TestTree.sol';

abstract contract OwnerTest is DistributorTest {
    using TestTree for Tree;

    Tree internal tree;

    function setUp() external {
        Tree memory built = TestTree.ofVectors(4);
        tree = built;
        _deploy(built);
    }

    function _pause() private {
        vm.prank(OWNER);
        distributor.pause();
    }

    function _unpause() private {
        vm.prank(OWNER);
        distributor.unpause();
    }

    function test_onlyTheOwnerPauses() external {
        bytes memory reason = abi.encodeWithSelector(IMigrationDistributor.MigrationNotOwner.selector, ANYONE);
        vm.prank(ANYONE);
        vm.expectRevert(reason);
        distributor.pause();
        _pause();
        vm.prank(ANYONE);
        vm.expectRevert(reason);
        distributor.unpause();
    }

    function test_pausingIsToldAndSeen() external {
        _expectEmit();
        emit IMigrationDistributor.Paused(OWNER);
        _pause();
        vm.assertTrue(distributor.paused(), 'paused');
        vm.warp(START + 2 days);
        _expectEmit();
        emit IMigrationDistributor.Unpaused(OWNER, DEADLINE + 2 days);
        _unpause();
        vm.assertFalse(distributor.paused(), 'paused');
    }

    function test_pausesAndTheirEndsAlternate() external {
        vm.prank(OWNER);
        vm.expectRevert(_error(IMigrationDistributor.MigrationNotPaused.selector));
        distributor.unpause();
        _pause();
        vm.prank(OWNER);
        vm.expectRevert(_error(IMigrationDistributor.MigrationPaused.selector));
        distributor.pause();
    }

    function test_nobodyPausesAfterTheDeadline() external {
        vm.warp(DEADLINE);
        vm.prank(OWNER);
        vm.expectRevert(_error(IMigrationDistributor.MigrationDeadlinePassed.selector, DEADLINE));
        distributor.pause();
    }

    /// @notice A holder has the full time to claim, however often and long the owner pauses.
    function testFuzz_pausesDoNotEatTheTimeToClaim(uint32 first, uint32 second, uint32 between) external {
        between = uint32(bound(between, 0, 29 days));
        _pause();
        vm.warp(block.timestamp + first);
        vm.assertEq(distributor.deadline(), DEADLINE + first, 'deadline while paused');
        _unpause();
        vm.warp(block.timestamp + between);
        _pause();
        vm.warp(block.timestamp + second);
        _unpause();
        uint256 deadline = DEADLINE + first + second;
        vm.assertEq(distributor.deadline(), deadline, 'deadline');
        vm.warp(deadline - 1);
        _claim(tree, 0);
        vm.warp(deadline);
        vm.expectRevert(_error(IMigrationDistributor.MigrationDeadlinePassed.selector, deadline));
        _claim(tree, 1);
        distributor.close();
    }

    function test_aPauseKeepsTheRemainderToo() external {
        _pause();
        vm.warp(DEADLINE + 1);
        vm.expectRevert(_error(IMigrationDistributor.MigrationPaused.selector));
        distributor.close();
        _unpause();
        vm.expectRevert(_error(IMigrationDistributor.MigrationDeadlineNotReached.selector, distributor.deadline()));
        distributor.close();
        _claim(tree, 3);
    }

    function test_closingWaitsForTheDeadline() external {
        vm.warp(DEADLINE - 1);
        vm.expectRevert(_error(IMigrationDistributor.MigrationDeadlineNotReached.selector, DEADLINE));
        vm.prank(OWNER);
        distributor.close();
    }

    function test_anyoneClosesAndTheRemainderGoesWhereItWasFixed() external {
        _claim(tree, 1);
        uint256 remainder = tree.total() - tree.amounts[1];
        vm.warp(DEADLINE);
        _expectEmit();
        emit IMigrationDistributor.Closed(REMAINDER_TO, remainder);
        vm.prank(ANYONE);
        distributor.close();
        vm.assertEq(_balanceOf(REMAINDER_TO), remainder, 'remainder');
        vm.assertEq(_balanceOf(address(distributor)), 0, 'balance');
        vm.assertEq(distributor.paidTotal(), tree.amounts[1], 'the remainder counts as paid to nobody');
    }

    function test_fundsThatComeLateCanBeClosedAgain() external {
        vm.warp(DEADLINE);
        distributor.close();
        _fund(5);
        distributor.close();
        vm.assertEq(_balanceOf(REMAINDER_TO), tree.total() + 5, 'remainder');
    }

    function test_anIndexWithoutALeafIsNotPaid() external {
        vm.expectRevert(_error(IMigrationDistributor.MigrationIndexOutOfRange.selector, 4, 4));
        distributor.isPaid(4);
    }
}

contract NativeOwnerTest is OwnerTest {
    using TestTree for Tree;

    function _usesToken() internal pure override returns (bool) {
        return false;
    }

    function test_aRemainderThatIsRefusedStays() external {
        RevertingRecipient remainderTo = new RevertingRecipient();
        distributor =
            new MigrationDistributor(tree.root(), 4, tree.total(), address(0), DEADLINE, address(remainderTo), OWNER);
        _fund(tree.total());
        vm.warp(DEADLINE);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMigrationDistributor.MigrationPayoutRefused.selector, address(remainderTo), tree.total()
            )
        );
        distributor.close();
        remainderTo.accept();
        distributor.close();
        vm.assertEq(address(remainderTo).balance, tree.total(), 'remainder');
    }
}

contract TokenOwnerTest is OwnerTest {
    using TestTree for Tree;

    function _usesToken() internal pure override returns (bool) {
        return true;
    }

    function test_aRemainderThatTheTokenRefusesStays() external {
        RefusingToken refusing = new RefusingToken();
        distributor =
            new MigrationDistributor(tree.root(), 4, tree.total(), address(refusing), DEADLINE, REMAINDER_TO, OWNER);
        refusing.mint(address(distributor), 9);
        refusing.refuse(REMAINDER_TO, RefusingToken.Refusal.ReturnsFalse);
        vm.warp(DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(IMigrationDistributor.MigrationPayoutRefused.selector, REMAINDER_TO, 9));
        distributor.close();
    }
}
