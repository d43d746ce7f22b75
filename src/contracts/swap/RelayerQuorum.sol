// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from '@openzeppelin/contracts/access/Ownable.sol';
import {Ownable2Step} from '@openzeppelin/contracts/access/Ownable2Step.sol';
import {Pausable} from '@openzeppelin/contracts/utils/Pausable.sol';
import {ECDSA} from '@openzeppelin/contracts/utils/cryptography/ECDSA.sol';
import {IRelayerQuorum, Watch} from './IRelayerQuorum.sol';
import {TypedData} from './TypedData.sol';

/// @title The relayers whose attestations a contract of the swap accepts.
/// @notice The rules are those of `IRelayerQuorum`.
abstract contract RelayerQuorum is IRelayerQuorum, TypedData, Ownable2Step, Pausable {
    struct Relayers {
        address[] accounts; // strictly ascending
        uint256 quorum;
    }

    uint256 private constant MAX_RELAYERS = 32;
    uint256 private constant MIN_CHANGE_DELAY = 1 days;
    uint256 private constant MAX_CHANGE_DELAY = 90 days;

    /// @inheritdoc IRelayerQuorum
    uint256 public immutable changeDelay;
    /// @inheritdoc IRelayerQuorum
    address public guardian;

    Relayers private current;
    Relayers private next;
    uint256 private nextEffectiveAt; // seconds since 1970; zero when nothing is announced

    constructor(Watch memory watch) Ownable(watch.owner) {
        if (watch.changeDelay < MIN_CHANGE_DELAY || watch.changeDelay > MAX_CHANGE_DELAY) {
            revert SwapChangeDelayOutOfRange(watch.changeDelay);
        }
        changeDelay = watch.changeDelay;
        _changeGuardian(watch.guardian);
        _requireMajority(watch.relayers, watch.quorum);
        current = Relayers(watch.relayers, watch.quorum);
        emit RelayersChanged(watch.relayers, watch.quorum);
    }

    /// @inheritdoc IRelayerQuorum
    function announceRelayers(address[] calldata relayers_, uint256 quorum_) external onlyOwner {
        _requireMajority(relayers_, quorum_);
        next = Relayers(relayers_, quorum_);
        nextEffectiveAt = block.timestamp + changeDelay;
        emit RelayersAnnounced(relayers_, quorum_, nextEffectiveAt);
    }

    /// @inheritdoc IRelayerQuorum
    function withdrawAnnouncement() external onlyOwner {
        if (nextEffectiveAt == 0) revert SwapNoChangeAnnounced();
        _forgetAnnouncement();
        emit AnnouncementWithdrawn();
    }

    /// @inheritdoc IRelayerQuorum
    function changeRelayers() external {
        if (nextEffectiveAt == 0) revert SwapNoChangeAnnounced();
        if (block.timestamp < nextEffectiveAt) revert SwapChangeTooEarly(nextEffectiveAt, block.timestamp);
        current = next;
        _forgetAnnouncement();
        emit RelayersChanged(current.accounts, current.quorum);
    }

    /// @inheritdoc IRelayerQuorum
    function removeRelayer(address relayer) external onlyOwner {
        address[] memory before = current.accounts;
        uint256 left = before.length - 1;
        if (left < current.quorum) revert SwapQuorumOutOfRange(current.quorum, left);
        delete current.accounts;
        for (uint256 i = 0; i < before.length; ++i) {
            if (before[i] != relayer) current.accounts.push(before[i]);
        }
        if (current.accounts.length != left) revert SwapNotRelayer(relayer);
        emit RelayersChanged(current.accounts, current.quorum);
    }

    /// @inheritdoc IRelayerQuorum
    function changeGuardian(address guardian_) external onlyOwner {
        _changeGuardian(guardian_);
    }

    /// @inheritdoc IRelayerQuorum
    function pause() external {
        if (msg.sender != guardian && msg.sender != owner()) revert SwapNotGuardian(msg.sender);
        _pause();
    }

    /// @inheritdoc IRelayerQuorum
    function unpause() external onlyOwner {
        _unpause();
    }

    /// @inheritdoc IRelayerQuorum
    function relayers() external view returns (address[] memory) {
        return current.accounts;
    }

    /// @inheritdoc IRelayerQuorum
    function quorum() external view returns (uint256) {
        return current.quorum;
    }

    /// @inheritdoc IRelayerQuorum
    function announced() external view returns (address[] memory relayers_, uint256 quorum_, uint256 effectiveAt) {
        return (next.accounts, next.quorum, nextEffectiveAt);
    }

    /// @dev Signers and relayers both ascend, so one pass over both finds every signer that is unknown, repeated or out
    /// of order.
    /// @param structHash What was attested, under the domain of this contract.
    function _requireQuorum(bytes32 structHash, bytes[] calldata signatures) internal view {
        if (signatures.length < current.quorum) revert SwapQuorumNotReached(signatures.length, current.quorum);
        bytes32 digest = _digestOf(structHash);
        address[] memory known = current.accounts;
        uint256 position = 0;
        for (uint256 i = 0; i < signatures.length; ++i) {
            address signer = ECDSA.recoverCalldata(digest, signatures[i]);
            while (position < known.length && known[position] < signer) {
                ++position;
            }
            if (position == known.length || known[position] != signer) revert SwapSignerRefused(signer);
            ++position;
        }
    }

    /// @dev Two majorities have a relayer in common.
    function _requireMajority(address[] memory relayers_, uint256 quorum_) private pure {
        uint256 count = relayers_.length;
        if (count == 0 || count > MAX_RELAYERS) revert SwapRelayerCountOutOfRange(count);
        if (quorum_ > count || quorum_ <= count / 2) revert SwapQuorumOutOfRange(quorum_, count);
        address previous = address(0);
        for (uint256 i = 0; i < count; ++i) {
            if (relayers_[i] <= previous) revert SwapRelayersNotAscending(relayers_[i]);
            previous = relayers_[i];
        }
    }

    function _changeGuardian(address guardian_) private {
        if (guardian_ == address(0)) revert SwapGuardianZero();
        guardian = guardian_;
        emit GuardianChanged(guardian_);
    }

    function _forgetAnnouncement() private {
        delete next;
        delete nextEffectiveAt;
    }
}
