// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DistributorHandler} from './support/DistributorHandler.sol';
import {Test} from './support/Test.sol';

/// @notice What holds after any sequence of what DistributorHandler can do.
abstract contract InvariantsTest is Test {
    DistributorHandler internal handler;

    function _usesToken() internal pure virtual returns (bool);

    function setUp() external {
        vm.warp(1_800_000_000);
        handler = new DistributorHandler(_usesToken());
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[] memory actions = new bytes4[](10);
        actions[0] = DistributorHandler.claim.selector;
        actions[1] = DistributorHandler.claimMore.selector;
        actions[2] = DistributorHandler.distribute.selector;
        actions[3] = DistributorHandler.distributeWithLittleGas.selector;
        actions[4] = DistributorHandler.toggleRefusal.selector;
        actions[5] = DistributorHandler.aimReentrance.selector;
        actions[6] = DistributorHandler.pause.selector;
        actions[7] = DistributorHandler.unpause.selector;
        actions[8] = DistributorHandler.pass.selector;
        actions[9] = DistributorHandler.close.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), actions);
    }

    /// @dev One invariant, as forge plays the same games again for each.
    function invariant_everybodyIsPaidOnceAndNothingIsLost() external view {
        _paidBitsMatchBalances();
        _thePartsAreTheTotal();
    }

    /// @dev Every account has its amount when its bit is set, and otherwise nothing.
    function _paidBitsMatchBalances() private view {
        (address[] memory accounts, uint256[] memory amounts, bool[] memory paid, uint256 bits) = handler.leaves();
        uint256 sum;
        uint256 count;
        for (uint256 i = 0; i < accounts.length; ++i) {
            vm.assertEq(handler.balanceOf(accounts[i]), paid[i] ? amounts[i] : 0, 'balance of a leaf');
            if (paid[i]) {
                sum += amounts[i];
                ++count;
            }
        }
        vm.assertEq(bits, count, 'bits of no leaf');
        vm.assertEq(handler.distributor().paidTotal(), sum, 'paid total');
    }

    /// @dev What was paid, what is left and the remainder are together the total; after closing nothing is left.
    function _thePartsAreTheTotal() private view {
        uint256 paid = handler.distributor().paidTotal();
        uint256 left = handler.balanceOf(address(handler.distributor()));
        uint256 remainder = handler.balanceOf(handler.REMAINDER_TO());
        vm.assertLe(paid, handler.total(), 'paid total');
        vm.assertEq(paid + left + remainder, handler.total(), 'sum of the parts');
        vm.assertEq(handler.balanceOf(handler.OWNER()), 0, 'balance of the owner');
        if (handler.closed()) vm.assertEq(left, 0, 'left after closing');
        else vm.assertEq(remainder, 0, 'remainder before closing');
    }
}

contract NativeInvariantsTest is InvariantsTest {
    function _usesToken() internal pure override returns (bool) {
        return false;
    }
}

contract TokenInvariantsTest is InvariantsTest {
    function _usesToken() internal pure override returns (bool) {
        return true;
    }
}
