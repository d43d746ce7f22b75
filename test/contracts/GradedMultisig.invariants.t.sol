// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MultisigHandler} from './support/MultisigHandler.sol';
import {Test} from './support/Test.sol';

/// @notice What holds after any sequence of what MultisigHandler can do; each of its steps asserts the rest.
contract GradedMultisigInvariantsTest is Test {
    uint256 private constant FUNDS = 1e30;
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
        bytes4[] memory actions = new bytes4[](6);
        actions[0] = MultisigHandler.pay.selector;
        actions[1] = MultisigHandler.pay.selector;
        actions[2] = MultisigHandler.pay.selector;
        actions[3] = MultisigHandler.changeMember.selector;
        actions[4] = MultisigHandler.repeat.selector;
        actions[5] = MultisigHandler.pass.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), actions);
    }

    /// @dev One invariant, as forge plays the same games again for each.
    function invariant_theMembersAreThoseOfTheBooksAndNobodyIsLockedOut() external view {
        uint256 total;
        for (uint256 i = 0; i < 8; ++i) {
            (address member, uint256 weight) = handler.weightOf(i);
            vm.assertEq(handler.multisig().weightOf(member), weight, 'weight of a member');
            total += weight;
        }
        vm.assertEq(handler.multisig().totalWeight(), total, 'total weight');
        vm.assertGe(total, handler.multisig().classRules()[5].threshold, 'weight to change the policy');
        vm.assertEq(address(handler.multisig()).balance + handler.paidTotal(), FUNDS, 'funds');
    }
}
