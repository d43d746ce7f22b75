// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CyberMilesToken} from '../../src/contracts/devnet/CyberMilesToken.sol';
import {Test} from './support/Test.sol';

/// @notice Behaves as the token of 2017 does: solc 0.4.18, zeppelin-solidity 1.4.
contract CyberMilesTokenTest is Test {
    address private constant HOLDER = address(0x1001);
    address private constant SPENDER = address(0x1002);

    CyberMilesToken private token;

    function setUp() external {
        vm.recordLogs();
        token = new CyberMilesToken();
    }

    function test_theDeployerHasAllWithoutAnEvent() external {
        vm.assertEq(vm.getRecordedLogs().length, 0, 'events');
        vm.assertEq(token.totalSupply(), 10 ** 27, 'total supply');
        vm.assertEq(token.INITIAL_SUPPLY(), 10 ** 27, 'initial supply');
        vm.assertEq(token.balanceOf(address(this)), 10 ** 27, 'balance');
        vm.assertEq(token.owner(), address(this), 'owner');
        vm.assertEq(token.decimals(), 18, 'decimals');
        vm.assertEq(keccak256(bytes(token.name())), keccak256('CyberMiles Token'), 'name');
        vm.assertEq(keccak256(bytes(token.symbol())), keccak256('CMT'), 'symbol');
    }

    function test_transfersMoveAndTell() external {
        vm.expectEmit(address(token));
        emit CyberMilesToken.Transfer(address(this), HOLDER, 5);
        vm.assertTrue(token.transfer(HOLDER, 5), 'answer');
        vm.assertEq(token.balanceOf(HOLDER), 5, 'balance');
        vm.assertEq(token.balanceOf(address(this)), 10 ** 27 - 5, 'rest');
    }

    function test_transfersOfZeroAreTold() external {
        vm.expectEmit(address(token));
        emit CyberMilesToken.Transfer(SPENDER, HOLDER, 0);
        vm.prank(SPENDER);
        token.transfer(HOLDER, 0);
    }

    function test_transfersToOneselfChangeNothing() external {
        vm.expectEmit(address(token));
        emit CyberMilesToken.Transfer(address(this), address(this), 7);
        token.transfer(address(this), 7);
        vm.assertEq(token.balanceOf(address(this)), 10 ** 27, 'balance');
    }

    function test_theTokenItselfMayReceiveButNotTheZeroAddress() external {
        token.transfer(address(token), 1);
        vm.expectRevert(bytes(''));
        token.transfer(address(0), 1);
    }

    function test_nobodySendsMoreThanItHas() external {
        vm.expectRevert(bytes(''));
        token.transfer(HOLDER, 10 ** 27 + 1);
    }

    function test_allowancesAreUsedUp() external {
        vm.expectEmit(address(token));
        emit CyberMilesToken.Approval(address(this), SPENDER, 10);
        token.approve(SPENDER, 10);
        vm.prank(SPENDER);
        vm.assertTrue(token.transferFrom(address(this), HOLDER, 4), 'answer');
        vm.assertEq(token.allowance(address(this), SPENDER), 6, 'allowance');
        vm.prank(SPENDER);
        vm.expectRevert(bytes(''));
        token.transferFrom(address(this), HOLDER, 7);
    }

    function test_evenAnEndlessAllowanceIsUsedUp() external {
        token.approve(SPENDER, type(uint256).max);
        vm.prank(SPENDER);
        token.transferFrom(address(this), HOLDER, 4);
        vm.assertEq(token.allowance(address(this), SPENDER), type(uint256).max - 4, 'allowance');
    }

    function test_allowancesGrowAndShrinkToZero() external {
        token.increaseApproval(SPENDER, 10);
        token.decreaseApproval(SPENDER, 3);
        vm.assertEq(token.allowance(address(this), SPENDER), 7, 'allowance');
        vm.expectEmit(address(token));
        emit CyberMilesToken.Approval(address(this), SPENDER, 0);
        token.decreaseApproval(SPENDER, 8);
        vm.assertEq(token.allowance(address(this), SPENDER), 0, 'allowance');
        token.approve(SPENDER, type(uint256).max);
        vm.expectRevert(bytes(''));
        token.increaseApproval(SPENDER, 1);
    }

    function test_aPauseStopsAllFiveMovements() external {
        token.approve(SPENDER, 10);
        vm.expectEmit(address(token));
        emit CyberMilesToken.Pause();
        token.pause();
        vm.assertTrue(token.paused(), 'paused');
        vm.expectRevert(bytes(''));
        token.transfer(HOLDER, 1);
        vm.expectRevert(bytes(''));
        token.approve(SPENDER, 1);
        vm.expectRevert(bytes(''));
        token.increaseApproval(SPENDER, 1);
        vm.expectRevert(bytes(''));
        token.decreaseApproval(SPENDER, 1);
        vm.prank(SPENDER);
        vm.expectRevert(bytes(''));
        token.transferFrom(address(this), HOLDER, 1);

        vm.expectEmit(address(token));
        emit CyberMilesToken.Unpause();
        token.unpause();
        token.transfer(HOLDER, 1);
    }

    function test_pausesAlternateAndAreTheOwners() external {
        vm.expectRevert(bytes(''));
        token.unpause();
        vm.prank(HOLDER);
        vm.expectRevert(bytes(''));
        token.pause();
        token.pause();
        vm.expectRevert(bytes(''));
        token.pause();
        vm.prank(HOLDER);
        vm.expectRevert(bytes(''));
        token.unpause();
    }

    function test_theOwnerHandsOver() external {
        vm.expectRevert(bytes(''));
        token.transferOwnership(address(0));
        vm.expectEmit(address(token));
        emit CyberMilesToken.OwnershipTransferred(address(this), HOLDER);
        token.transferOwnership(HOLDER);
        vm.assertEq(token.owner(), HOLDER, 'owner');
        vm.expectRevert(bytes(''));
        token.transferOwnership(SPENDER);
    }
}
