// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from '@openzeppelin/contracts/access/Ownable.sol';
import {Pausable} from '@openzeppelin/contracts/utils/Pausable.sol';
import {ECDSA} from '@openzeppelin/contracts/utils/cryptography/ECDSA.sol';
import {IRelayerQuorum, Watch} from '../../src/contracts/swap/IRelayerQuorum.sol';
import {Lock} from '../../src/contracts/swap/Lock.sol';
import {SwapRelease} from '../../src/contracts/swap/SwapRelease.sol';
import {SwapTest} from './support/SwapTest.sol';

contract RelayerQuorumTest is SwapTest {
    Watch private watch;

    function setUp() external {
        _deploy();
        watch = _watch();
        vm.chainId(TARGET);
    }

    function _refusesWatch(bytes memory reason) private {
        Watch memory changed = watch;
        vm.expectRevert(reason);
        new SwapRelease(_releaseTerms(), changed);
    }

    function _refuses(address caller, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
    }

    function _error(bytes4 selector) private pure returns (bytes memory) {
        return abi.encodeWithSelector(selector);
    }

    function _refusesRelease(Lock memory lock, bytes[] memory signatures, bytes memory reason) private {
        vm.expectRevert(reason);
        releaseContract.release(lock, signatures);
    }

    function test_theWatchCanBeReadBack() external view {
        vm.assertEq(keccak256(abi.encode(releaseContract.relayers())), keccak256(abi.encode(_relayers(3))), 'relayers');
        vm.assertEq(releaseContract.quorum(), 2, 'quorum');
        vm.assertEq(releaseContract.guardian(), GUARDIAN, 'guardian');
        vm.assertEq(releaseContract.owner(), OWNER, 'owner');
        vm.assertEq(releaseContract.changeDelay(), CHANGE_DELAY, 'changeDelay');
        (,, uint256 effectiveAt) = releaseContract.announced();
        vm.assertEq(effectiveAt, 0, 'announced');
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address verifier,,) =
            releaseContract.eip712Domain();
        vm.assertEq(bytes32(fields), bytes32(hex'0f'), 'fields');
        vm.assertEq(keccak256(bytes(name)), keccak256('SwapRelease'), 'name');
        vm.assertEq(keccak256(bytes(version)), keccak256('1'), 'version');
        vm.assertEq(chainId, TARGET, 'chain');
        vm.assertEq(verifier, address(releaseContract), 'contract');
    }

    function test_theDelayIsFromADayTo90() external {
        for (uint256 i = 0; i < 2; ++i) {
            watch.changeDelay = i == 0 ? 1 days - 1 : 90 days + 1;
            _refusesWatch(abi.encodeWithSelector(IRelayerQuorum.SwapChangeDelayOutOfRange.selector, watch.changeDelay));
        }
    }

    function test_ownerAndGuardianAreSomebody() external {
        watch.guardian = address(0);
        _refusesWatch(_error(IRelayerQuorum.SwapGuardianZero.selector));
        watch = _watch();
        watch.owner = address(0);
        _refusesWatch(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
    }

    function test_theQuorumIsAMajority() external {
        bytes4 selector = IRelayerQuorum.SwapQuorumOutOfRange.selector;
        watch.quorum = 1;
        _refusesWatch(abi.encodeWithSelector(selector, 1, 3));
        watch.quorum = 4;
        _refusesWatch(abi.encodeWithSelector(selector, 4, 3));
        watch.relayers = _relayers(4);
        watch.quorum = 2;
        _refusesWatch(abi.encodeWithSelector(selector, 2, 4));
    }

    function test_relayersAreOneTo32AndAscend() external {
        watch.relayers = new address[](0);
        _refusesWatch(abi.encodeWithSelector(IRelayerQuorum.SwapRelayerCountOutOfRange.selector, 0));
        watch.relayers = new address[](33);
        _refusesWatch(abi.encodeWithSelector(IRelayerQuorum.SwapRelayerCountOutOfRange.selector, 33));
        watch.relayers = new address[](2);
        _refusesWatch(abi.encodeWithSelector(IRelayerQuorum.SwapRelayersNotAscending.selector, address(0)));
        watch.relayers = [address(7), address(7)];
        _refusesWatch(abi.encodeWithSelector(IRelayerQuorum.SwapRelayersNotAscending.selector, address(7)));
    }

    function test_tooFewSignaturesAreNoQuorum() external {
        Lock memory lock = _lock(100);
        bytes memory reason = abi.encodeWithSelector(IRelayerQuorum.SwapQuorumNotReached.selector, 1, 2);
        _refusesRelease(lock, _releaseSignatures(lock, 1), reason);
        releaseContract.release(lock, _releaseSignatures(lock, 7));
    }

    function test_aSignerCountsOnceAndInOrder() external {
        Lock memory lock = _lock(100);
        bytes[] memory signatures = _releaseSignatures(lock, 3);
        (bytes memory first, bytes memory second) = (signatures[0], signatures[1]);
        bytes4 selector = IRelayerQuorum.SwapSignerRefused.selector;
        signatures[1] = first;
        _refusesRelease(lock, signatures, abi.encodeWithSelector(selector, vm.addr(keys[0])));
        (signatures[0], signatures[1]) = (second, first);
        _refusesRelease(lock, signatures, abi.encodeWithSelector(selector, vm.addr(keys[0])));
    }

    function test_strangersDoNotCount() external {
        Lock memory lock = _lock(100);
        bytes memory reason = abi.encodeWithSelector(IRelayerQuorum.SwapSignerRefused.selector, vm.addr(keys[3]));
        _refusesRelease(lock, _releaseSignatures(lock, 15), reason);
    }

    function test_theOtherFormOfASignatureIsRefused() external {
        Lock memory lock = _lock(100);
        bytes[] memory signatures = _releaseSignatures(lock, 3);
        (bytes32 r, bytes32 s, uint8 v) = _split(signatures[0]);
        bytes32 high = bytes32(0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141 - uint256(s));
        signatures[0] = abi.encodePacked(r, high, v == 27 ? 28 : 27);
        _refusesRelease(lock, signatures, abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
        signatures[0] = abi.encodePacked(r, s);
        _refusesRelease(lock, signatures, abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureLength.selector, 64));
    }

    function _split(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly ('memory-safe') {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
    }

    function test_aRemovedRelayersSignatureIsWorthlessAtOnce() external {
        Lock memory lock = _lock(100);
        vm.prank(OWNER);
        releaseContract.removeRelayer(vm.addr(keys[0]));
        bytes memory reason = abi.encodeWithSelector(IRelayerQuorum.SwapSignerRefused.selector, vm.addr(keys[0]));
        _refusesRelease(lock, _releaseSignatures(lock, 3), reason);
        releaseContract.release(lock, _releaseSignatures(lock, 6));
    }

    function test_noMoreAreRemovedThanTheQuorumLeaves() external {
        _refuses(OWNER, abi.encodeWithSelector(IRelayerQuorum.SwapNotRelayer.selector, ANYONE));
        releaseContract.removeRelayer(ANYONE);
        vm.prank(OWNER);
        releaseContract.removeRelayer(vm.addr(keys[2]));
        _refuses(OWNER, abi.encodeWithSelector(IRelayerQuorum.SwapQuorumOutOfRange.selector, 2, 1));
        releaseContract.removeRelayer(vm.addr(keys[1]));
    }

    function test_othersComeAfterTheDelayAndNoSooner() external {
        vm.expectEmit(address(releaseContract));
        emit IRelayerQuorum.RelayersAnnounced(_relayers(4), 3, START + CHANGE_DELAY);
        vm.prank(OWNER);
        releaseContract.announceRelayers(_relayers(4), 3);
        _at(CHANGE_DELAY - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRelayerQuorum.SwapChangeTooEarly.selector, START + CHANGE_DELAY, START + CHANGE_DELAY - 1
            )
        );
        releaseContract.changeRelayers();
        _at(CHANGE_DELAY);
        vm.expectEmit(address(releaseContract));
        emit IRelayerQuorum.RelayersChanged(_relayers(4), 3);
        vm.prank(ANYONE);
        releaseContract.changeRelayers();
        vm.assertEq(releaseContract.quorum(), 3, 'quorum');
        vm.expectRevert(_error(IRelayerQuorum.SwapNoChangeAnnounced.selector));
        releaseContract.changeRelayers();
    }

    function test_anAnnouncementCanBeWithdrawn() external {
        _refuses(OWNER, _error(IRelayerQuorum.SwapNoChangeAnnounced.selector));
        releaseContract.withdrawAnnouncement();
        vm.startPrank(OWNER);
        releaseContract.announceRelayers(_relayers(4), 3);
        vm.expectEmit(address(releaseContract));
        emit IRelayerQuorum.AnnouncementWithdrawn();
        releaseContract.withdrawAnnouncement();
        vm.stopPrank();
        _at(CHANGE_DELAY);
        vm.expectRevert(_error(IRelayerQuorum.SwapNoChangeAnnounced.selector));
        releaseContract.changeRelayers();
    }

    function test_onlyTheOwnerDecidesOnRelayersAndGuardian() external {
        bytes memory reason = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, GUARDIAN);
        address[] memory relayers = _relayers(3);
        _refuses(GUARDIAN, reason);
        releaseContract.announceRelayers(relayers, 2);
        _refuses(GUARDIAN, reason);
        releaseContract.withdrawAnnouncement();
        _refuses(GUARDIAN, reason);
        releaseContract.removeRelayer(relayers[0]);
        _refuses(GUARDIAN, reason);
        releaseContract.changeGuardian(ANYONE);
        _refuses(GUARDIAN, reason);
        releaseContract.unpause();
        vm.expectEmit(address(releaseContract));
        emit IRelayerQuorum.GuardianChanged(ANYONE);
        vm.prank(OWNER);
        releaseContract.changeGuardian(ANYONE);
    }

    function test_guardianAndOwnerPauseAndTheOwnerResumes() external {
        _refuses(ANYONE, abi.encodeWithSelector(IRelayerQuorum.SwapNotGuardian.selector, ANYONE));
        releaseContract.pause();
        _pause(releaseContract);
        Lock memory lock = _lock(100);
        _refusesRelease(lock, _releaseSignatures(lock, 3), _error(Pausable.EnforcedPause.selector));
        vm.startPrank(OWNER);
        releaseContract.unpause();
        releaseContract.pause();
        releaseContract.unpause();
        vm.stopPrank();
        releaseContract.release(lock, _releaseSignatures(lock, 3));
    }
}
