// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMigrationDistributor} from '../../src/contracts/migration/IMigrationDistributor.sol';
import {MigrationDistributor} from '../../src/contracts/migration/MigrationDistributor.sol';
import {HonestToken} from './hostile/Tokens.sol';
import {Test} from './support/Test.sol';

contract MigrationDistributorConstructionTest is Test {
    uint256 private constant START = 1_800_000_000;
    uint256 private constant CENTURY = 36_525 days;

    bytes32 private root = keccak256('root');
    uint256 private leafCount = 1000;
    uint256 private total = 5000;
    address private token = address(0);
    uint256 private deadline = START + 1 days;
    address private remainderTo = address(0xB0B);
    address private owner = address(0xA11CE);

    constructor() {
        vm.warp(START);
    }

    function _deploy(uint256 value) private returns (MigrationDistributor) {
        return new MigrationDistributor{value: value}(root, leafCount, total, token, deadline, remainderTo, owner);
    }

    function _refuses(bytes memory reason) private {
        _refuses(reason, 0);
    }

    function _refuses(bytes memory reason, uint256 value) private {
        vm.expectRevert(reason);
        _deploy(value);
    }

    function test_theTermsCanBeReadBack() external {
        token = address(new HonestToken());
        MigrationDistributor distributor = _deploy(0);
        vm.assertEq(distributor.root(), root, 'root');
        vm.assertEq(distributor.leafCount(), leafCount, 'leafCount');
        vm.assertEq(distributor.total(), total, 'total');
        vm.assertEq(distributor.token(), token, 'token');
        vm.assertEq(distributor.deadline(), deadline, 'deadline');
        vm.assertEq(distributor.remainderTo(), remainderTo, 'remainderTo');
        vm.assertEq(distributor.owner(), owner, 'owner');
        vm.assertFalse(distributor.paused(), 'paused');
        vm.assertEq(distributor.paidTotal(), 0, 'paidTotal');
        vm.assertEq(distributor.pushGas(), 200_000, 'pushGas');
        token = address(0);
        vm.assertEq(_deploy(0).pushGas(), 10_000, 'pushGas');
    }

    function test_aZeroRootIsRefused() external {
        root = 0;
        _refuses(abi.encodeWithSelector(IMigrationDistributor.MigrationRootZero.selector));
    }

    function test_aZeroOwnerIsRefused() external {
        owner = address(0);
        _refuses(abi.encodeWithSelector(IMigrationDistributor.MigrationOwnerZero.selector));
    }

    function test_aZeroRemainderAddressIsRefused() external {
        remainderTo = address(0);
        _refuses(abi.encodeWithSelector(IMigrationDistributor.MigrationRemainderToInvalid.selector, address(0)));
    }

    function test_theDistributorCannotReceiveItsOwnRemainder() external {
        // CREATE from this contract, whose nonce is 1: keccak256(rlp([address, 1])).
        bytes32 digest = keccak256(abi.encodePacked(hex'd694', address(this), hex'01'));
        remainderTo = address(uint160(uint256(digest)));
        _refuses(abi.encodeWithSelector(IMigrationDistributor.MigrationRemainderToInvalid.selector, remainderTo));
    }

    function test_theNumberOfLeavesIsFromOneTo2Power32() external {
        bytes4 selector = IMigrationDistributor.MigrationLeafCountOutOfRange.selector;
        leafCount = 0;
        _refuses(abi.encodeWithSelector(selector, 0));
        leafCount = 2 ** 32 + 1;
        _refuses(abi.encodeWithSelector(selector, leafCount));
        leafCount = 1;
        _deploy(0);
        leafCount = 2 ** 32;
        _deploy(0);
    }

    function test_theTotalIsFromOneTo128Bits() external {
        bytes4 selector = IMigrationDistributor.MigrationTotalOutOfRange.selector;
        total = 0;
        _refuses(abi.encodeWithSelector(selector, 0));
        total = 2 ** 128;
        _refuses(abi.encodeWithSelector(selector, total));
        total = 1;
        _deploy(0);
        total = 2 ** 128 - 1;
        _deploy(0);
    }

    function test_theDeadlineIsInTheFutureAndWithinACentury() external {
        bytes4 selector = IMigrationDistributor.MigrationDeadlineOutOfRange.selector;
        deadline = START;
        _refuses(abi.encodeWithSelector(selector, START, START));
        deadline = START + CENTURY + 1;
        _refuses(abi.encodeWithSelector(selector, deadline, START));
        deadline = START * 1000; // milliseconds
        _refuses(abi.encodeWithSelector(selector, deadline, START));
        deadline = type(uint256).max;
        _refuses(abi.encodeWithSelector(selector, deadline, START));
        deadline = START + 1;
        _deploy(0);
        deadline = START + CENTURY;
        _deploy(0);
    }

    function test_aTokenWithoutCodeIsRefused() external {
        token = address(0x70CE);
        _refuses(abi.encodeWithSelector(IMigrationDistributor.MigrationTokenWithoutCode.selector, token));
    }

    function test_deployingCanFundExactly() external {
        vm.deal(address(this), total);
        address created = address(uint160(uint256(keccak256(abi.encodePacked(hex'd694', address(this), hex'01')))));
        vm.expectEmit(created);
        emit IMigrationDistributor.Funded(address(this), total);
        vm.assertEq(address(_deploy(total)).balance, total, 'balance');
    }

    function test_deployingWithMoreOrLessIsRefused() external {
        vm.deal(address(this), 2 * total);
        bytes4 selector = IMigrationDistributor.MigrationFundingMismatch.selector;
        _refuses(abi.encodeWithSelector(selector, total, total - 1), total - 1);
        _refuses(abi.encodeWithSelector(selector, total, total + 1), total + 1);
        token = address(new HonestToken());
        _refuses(abi.encodeWithSelector(selector, 0, total), total);
    }

    function test_anyoneCanFundNativeCoinLater() external {
        MigrationDistributor distributor = _deploy(0);
        vm.deal(address(this), 7);
        vm.expectEmit(address(distributor));
        emit IMigrationDistributor.Funded(address(this), 7);
        payable(address(distributor)).transfer(7);
        vm.assertEq(address(distributor).balance, 7, 'balance');
    }

    function test_aTokenDistributorRefusesNativeCoin() external {
        token = address(new HonestToken());
        MigrationDistributor distributor = _deploy(0);
        vm.deal(address(this), 7);
        vm.expectRevert(abi.encodeWithSelector(IMigrationDistributor.MigrationNativeRefused.selector, 7));
        (bool sent,) = address(distributor).call{value: 7}('');
        vm.assertTrue(sent, 'the reverted call is swallowed by expectRevert');
    }
}
