// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from '@openzeppelin/contracts/interfaces/IERC1271.sol';
import {ERC1155Holder} from '@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol';
import {ERC721Holder} from '@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol';
import {CallRunner} from './CallRunner.sol';
import {IGradedMultisig} from './IGradedMultisig.sol';
import {MultisigDomain} from './MultisigDomain.sol';
import {MultisigGrading} from './MultisigGrading.sol';
import {MultisigPolicy} from './MultisigPolicy.sol';
import {MultisigSignatures} from './MultisigSignatures.sol';
import {ProposalHash} from './ProposalHash.sol';

/// @title A treasury of weighted members: the more an operation can move, the more weight it takes.
/// @notice The rules are those of `IGradedMultisig`. The code cannot be replaced, and calls nothing by delegation.
/// @dev Everything that a proposal changes here is written before its first call. A call may call back with another
/// proposal, which has its own sequence, weight and grade.
/// @custom:name multisig
/// @custom:deployed-by capstan multisig create --member 0x…:WEIGHT --policy policy.yaml
contract GradedMultisig is MultisigGrading, MultisigSignatures, MultisigDomain, IERC1271, ERC721Holder, ERC1155Holder {
    bytes4 private constant NOT_SIGNED = 0xffffffff;

    mapping(uint192 key => uint256 sequence) private sequences; // the next one; fits 64 bits, as those executed do
    mapping(bytes32 digest => uint256 timestamp) private scheduled;
    mapping(bytes32 hash => bool) private approvedMessages;

    /// @param first The initial policy, as a change of an empty one.
    constructor(PolicyChange memory first) MultisigPolicy(first) {}

    /// @notice Takes native coin from anyone.
    receive() external payable {
        emit Received(msg.sender, msg.value);
    }

    /// @inheritdoc IGradedMultisig
    function execute(Proposal calldata proposal, bytes calldata signatures) external {
        _requireTurn(proposal);
        Call[] calldata calls = proposal.calls;
        bytes32 digest = _digest(ProposalHash.ofProposal(proposal, calls));
        Assessment memory assessment = _assess(calls);
        uint16 threshold = assessment.grade.threshold;
        uint256 weight = _requireWeight(digest, signatures, threshold);
        if (assessment.grade.delay != 0) _requireDelayOver(digest, assessment.grade.delay);
        _endTurn(proposal.key, proposal.sequence);
        _recordMovements(assessment);
        // All weights together have 16 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        emit ProposalExecuted(digest, proposal.key, proposal.sequence, uint16(weight), threshold);
        CallRunner.run(calls);
    }

    /// @inheritdoc IGradedMultisig
    function schedule(Proposal calldata proposal, bytes calldata signatures) external {
        _requireTurn(proposal);
        bytes32 digest = hashProposal(proposal);
        Grade memory taken = _assess(proposal.calls).grade;
        _requireWeight(digest, signatures, taken.threshold);
        if (taken.delay == 0) revert MultisigNoDelay(digest);
        if (scheduled[digest] != 0) revert MultisigAlreadyScheduled(digest, scheduled[digest]);
        scheduled[digest] = block.timestamp;
        emit ProposalScheduled(digest, proposal.key, proposal.sequence, block.timestamp + taken.delay);
    }

    /// @inheritdoc IGradedMultisig
    function cancel(uint192 key, uint64 sequence, bytes calldata signatures) external {
        _requireNext(key, sequence);
        uint256 weight = _requireWeight(hashCancellation(key, sequence), signatures, cancelWeight());
        _endTurn(key, sequence);
        emit SequenceCancelled(key, sequence, weight);
    }

    /// @inheritdoc IGradedMultisig
    function publish(Proposal calldata proposal) external onlyMember returns (bytes32 digest) {
        digest = hashProposal(proposal);
        emit ProposalPublished(digest, msg.sender, proposal);
        _confirm(digest);
    }

    /// @inheritdoc IGradedMultisig
    function approveMessage(bytes32 hash, bool approved) external onlySelf {
        approvedMessages[hash] = approved;
        emit MessageApprovalChanged(hash, approved);
    }

    /// @notice Whether the members signed a hash for another contract.
    /// @dev A message may be a permit, so it takes what a change of the policy takes; where that includes a delay, only an
    /// approval on chain does. Signers sign `hashMessage(hash)`, which no other contract accepts.
    function isValidSignature(bytes32 hash, bytes calldata signatures) external view returns (bytes4) {
        if (approvedMessages[hash]) return IERC1271.isValidSignature.selector;
        (uint256 threshold, uint256 delay) = rules.ruleOf(OperationClass.Policy);
        if (delay != 0) return NOT_SIGNED;
        uint256 weight = signedWeight(hashMessage(hash), signatures);
        return weight < threshold ? NOT_SIGNED : IERC1271.isValidSignature.selector;
    }

    /// @inheritdoc IGradedMultisig
    function hashProposal(Proposal calldata proposal) public view returns (bytes32) {
        return _digest(ProposalHash.ofProposal(proposal, proposal.calls));
    }

    /// @inheritdoc IGradedMultisig
    function hashCancellation(uint192 key, uint64 sequence) public view returns (bytes32) {
        return _digest(ProposalHash.ofCancellation(key, sequence));
    }

    /// @inheritdoc IGradedMultisig
    function hashMessage(bytes32 hash) public view returns (bytes32) {
        return _digest(ProposalHash.ofMessage(hash));
    }

    /// @inheritdoc IGradedMultisig
    function sequenceOf(uint192 key) public view returns (uint64) {
        // Counted up one by one.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(sequences[key]);
    }

    /// @inheritdoc IGradedMultisig
    function scheduledAt(bytes32 digest) external view returns (uint256) {
        return scheduled[digest];
    }

    /// @inheritdoc IGradedMultisig
    function isMessageApproved(bytes32 hash) external view returns (bool) {
        return approvedMessages[hash];
    }

    function _requireTurn(Proposal calldata proposal) private view {
        if (proposal.expiresAt != 0 && block.timestamp > proposal.expiresAt) {
            revert MultisigProposalExpired(proposal.expiresAt);
        }
        _requireNext(proposal.key, proposal.sequence);
    }

    function _requireNext(uint192 key, uint64 sequence) private view {
        if (sequence != sequences[key]) revert MultisigSequenceMismatch(key, sequenceOf(key), sequence);
    }

    function _endTurn(uint192 key, uint64 sequence) private {
        // Wider than a sequence, so that it cannot wrap around.
        unchecked {
            sequences[key] = uint256(sequence) + 1;
        }
    }

    /// @dev By the current delay, so that a change of the policy also applies to what was scheduled before it.
    function _requireDelayOver(bytes32 digest, uint256 delay) private view {
        uint256 since = scheduled[digest];
        if (since == 0) revert MultisigNotScheduled(digest, delay);
        if (block.timestamp < since + delay) revert MultisigDelayNotOver(digest, since + delay);
    }
}
