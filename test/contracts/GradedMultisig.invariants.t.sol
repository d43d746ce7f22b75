// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MultisigBooks} from './support/MultisigBooks.sol';
import {MultisigHandler} from './support/MultisigHandler.sol';
import {Test} from './support/Test.sol';

/// @notice What holds after any sequence of what MultisigHandler can do; each of its steps asserts the rest.
contract GradedMultisigInvariantsTest is Test {
    MultisigHandler private handler;

    function setUp() external {
        vm.warp(1_800_000_000);
        handler = new MultisigHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[] memory actions = new bytes4[](8);
        actions[0] = MultisigHandler.propose.selector;
        actions[1] = MultisigHandler.propose.selector;
        actions[2] = MultisigHandler.propose.selector;
        actions[3] = MultisigHandler.executeWaiting.selector;
        actions[4] = MultisigHandler.executeWaiting.selector;
        actions[5] = MultisigHandler.cancel.selector;
        actions[6] = MultisigHandler.repeat.selector;
        actions[7] = MultisigHandler.pass.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), actions);
    }

    /// @dev One invariant, as forge plays the same games again for each.
    function invariant_theMembersAreThoseOfTheBooksAndNobodyIsLockedOut() public view {
        uint256 total;
        for (uint256 i = 0; i < 8; ++i) {
            (address member, uint256 weight) = handler.weightOf(i);
            vm.assertEq(handler.multisig().weightOf(member), weight, 'weight of a member');
            total += weight;
        }
        vm.assertEq(handler.multisig().totalWeight(), total, 'total weight');
        vm.assertGe(total, handler.multisig().classRules()[5].threshold, 'weight to change the policy');
    }

    /// @dev One long game comes to everything there is; else the short ones would prove less than they say.
    function test_theGameComesToEverything() external {
        for (uint256 i = 0; i < 1_000; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(i)));
            uint256 action = i % 8;
            if (action < 4) handler.propose(dice, dice >> 3, dice >> 8);
            else if (action < 6) handler.executeWaiting(dice, dice >> 8);
            else if (action == 6 && i % 16 == 6) handler.cancel(dice, dice >> 8);
            else handler.pass(dice);
            if (i % 50 == 0) invariant_theMembersAreThoseOfTheBooksAndNobodyIsLockedOut();
        }
        for (uint256 i = 0; i <= uint256(type(MultisigBooks.Kind).max); ++i) {
            vm.assertGe(handler.executedOf(MultisigBooks.Kind(i)), 1, 'kind');
        }
        for (uint256 i = 0; i <= uint256(type(MultisigHandler.Event).max); ++i) {
            vm.assertGe(handler.happened(MultisigHandler.Event(i)), 1, 'event');
        }
    }
}
