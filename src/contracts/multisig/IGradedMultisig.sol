// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title A treasury of weighted members: the more an operation can move, the more weight it takes.
/// @notice Members sign a proposal off chain (EIP-712) or confirm it on chain; anyone executes it, once, when the weight
/// suffices. The required weight is the proposal's grade, which `grade` returns beforehand.
/// @dev The rule of grading. Every call has a class and an amount that it can move:
///
/// | call | class | moves |
/// | --- | --- | --- |
/// | no calldata | Transfer | the value, to the target |
/// | `transfer`, `transferFrom` of a token | TokenTransfer | the amount, to the recipient |
/// | `approve`, `increaseAllowance`, `increaseApproval`, `permit` of a token | Approval | the amount, to the spender |
/// | any other calldata | Call | the value, to the target |
/// | to the multisig itself | Policy | |
///
/// A function that the policy does not know, and an asset that it does not list, take what Policy takes. The recipient
/// of one of these calls, or of `safeTransferFrom`, `safeBatchTransferFrom` or `setApprovalForAll` of collectibles, is
/// looked up even amid stray bytes: a denied one is refused, and a suspect takes the highest. Revoking an allowance, in
/// a listed asset or over all collectibles, gives nothing to anybody. The arguments of other functions are not read,
/// which is to be considered before one becomes known. A proposal takes
/// the greatest threshold and the longest delay of: the class of every call; Batch, where there are several; the tier of
/// every asset it moves. The tier is that of the sum per asset; what goes to allowed recipients is left out of that sum
/// and takes the lowest tier; whatever goes to a suspect takes the highest one, and the delay
/// for suspects. A sum that would pass the asset's daily limit takes the next tier up.
///
/// Nothing is above Policy: it has the greatest threshold and the longest delay of all classes.
///
/// Amounts are in base units (wei for native coin), times in seconds. The zero address is native coin.
interface IGradedMultisig {
    // ------------------------------------------------------------------- types

    /// @notice What an operation is.
    enum OperationClass {
        Transfer,
        TokenTransfer,
        Approval,
        Call,
        Batch,
        Policy
    }

    /// @notice The list status of an address.
    enum Standing {
        None,
        Allowed, // lowest tier
        Suspect, // highest tier, and a delay
        Denied // never
    }

    /// @notice One call that a proposal makes.
    struct Call {
        address to;
        uint256 value; // wei
        bytes data;
    }

    /// @notice What members sign.
    /// @dev EIP-712: `Proposal(Call[] calls,uint192 key,uint64 sequence,uint64 expiresAt)` and
    /// `Call(address to,uint256 value,bytes data)`, in the domain `GradedMultisig`, version `1`.
    struct Proposal {
        Call[] calls;
        uint192 key; // proposals of one key are executed in order, those of several keys in any
        uint64 sequence; // number within the key, from 0
        uint64 expiresAt; // last second in which it may be executed; 0 for ever
    }

    /// @notice What a proposal takes.
    struct Grade {
        OperationClass class; // of the one call, or Batch
        uint8 tier; // from 1, of the asset that demands most; 0 where nothing graded by amount is moved
        uint8 tierCount; // of that asset
        bool lifted; // above the tier of the amount, as the daily limit would be passed
        uint16 threshold; // weight
        uint32 delay; // seconds between `schedule` and `execute`
    }

    /// @notice A member and its weight. If a former member returns, its earlier signatures and confirmations count again.
    struct Member {
        address account;
        uint16 weight; // 0 removes
    }

    /// @notice The minimum weight and the delay of one class.
    struct ClassRule {
        OperationClass class;
        uint16 threshold;
        uint32 delay; // seconds
    }

    /// @notice Amounts up to `ceiling` take at least `threshold`.
    struct Tier {
        uint112 ceiling; // base units, included; 2^112 - 1 in the last tier, which has no end
        uint16 threshold;
    }

    /// @notice How an asset, native coin or an ERC-20 token, is graded by amount. Collectibles, which have ids instead of
    /// amounts, must not be listed.
    struct AssetRule {
        address asset;
        uint112 dailyLimit; // base units within 24 hours; 0 for none
        Tier[] tiers; // one to five, rising; none unlists the asset
    }

    /// @notice An address and its list status.
    struct Listing {
        address account;
        Standing standing;
    }

    /// @notice A function that takes the class Call instead of the highest. One that is graded by amount cannot be known.
    struct KnownCall {
        address target;
        bytes4 selector;
        bool known; // false: no longer
    }

    /// @notice A change; everything else stays. Every list strictly ascends, so that nothing is repeated: classes by
    /// number, known calls by target and selector, the others by address.
    /// Members with the cancel weight can stop for ever whatever takes a delay, even their own removal: if Policy has a
    /// delay, no single member should have it.
    struct PolicyChange {
        Member[] members;
        ClassRule[] classes;
        AssetRule[] assets;
        Listing[] listings;
        KnownCall[] knownCalls;
        uint16 cancelWeight; // 0: unchanged
        uint32 suspectDelay; // seconds; 0: unchanged
    }

    // --------------------------------------------------------- errors: proposal

    /// @notice Thrown when a proposal makes no call.
    error MultisigProposalEmpty();

    /// @notice Thrown when the time to execute is over.
    error MultisigProposalExpired(uint64 expiresAt);

    /// @notice Thrown when the sequence is not the next of its key: executed or cancelled before, or before its turn.
    error MultisigSequenceMismatch(uint192 key, uint64 expected, uint64 sequence);

    /// @notice Thrown when a call would go to, or pay, a denied address.
    error MultisigDenied(address account);

    /// @notice Thrown when the signatures weigh less than the grade takes.
    error MultisigWeightTooLow(uint256 weight, uint256 threshold);

    /// @notice Thrown when a proposal that takes a delay was not scheduled.
    error MultisigNotScheduled(bytes32 digest, uint256 delay);

    /// @notice Thrown when the delay is not over.
    error MultisigDelayNotOver(bytes32 digest, uint256 readyAt);

    /// @notice Thrown when a proposal is scheduled twice.
    error MultisigAlreadyScheduled(bytes32 digest, uint256 scheduledAt);

    /// @notice Thrown when a proposal that takes no delay is scheduled.
    error MultisigNoDelay(bytes32 digest);

    /// @notice Thrown when a call with calldata goes to an address without code.
    error MultisigTargetWithoutCode(uint256 index, address target);

    /// @notice Thrown when a call reverts; nothing of the proposal has happened.
    error MultisigCallReverted(uint256 index, bytes reason);

    /// @notice Thrown when a token answers false to one of the calls that are graded by amount.
    error MultisigTokenRefused(uint256 index, address token);

    // ------------------------------------------------------- errors: signatures

    /// @notice Thrown when the signatures end amid one, or hold an unknown kind.
    error MultisigSignatureMalformed(uint256 offset);

    /// @notice Thrown when an ECDSA signature is malleated (s in the upper half), or recovers nobody.
    error MultisigSignatureInvalid(uint256 offset);

    /// @notice Thrown when the signers do not strictly ascend, for example if one signs twice.
    error MultisigSignersNotAscending(address previous, address signer);

    /// @notice Thrown when a signer, or the caller, is not a member.
    error MultisigNotMember(address account);

    /// @notice Thrown when a member's contract does not accept a signature (EIP-1271).
    error MultisigSignatureRefused(address signer);

    /// @notice Thrown when the member named has not confirmed the digest on chain.
    error MultisigNotConfirmed(bytes32 digest, address member);

    /// @notice Thrown when a member confirms twice.
    error MultisigAlreadyConfirmed(bytes32 digest, address member);

    // ----------------------------------------------------------- errors: policy

    /// @notice Thrown when an account other than the multisig itself calls what only a proposal may do.
    error MultisigNotSelf(address caller);

    /// @notice Thrown when the zero address or the multisig itself would become a member.
    error MultisigMemberInvalid(address account);

    /// @notice Thrown when an account that is not a member is removed.
    error MultisigMemberUnknown(address account);

    /// @notice Thrown when there would be no member, or more than 64.
    error MultisigMemberCountOutOfRange(uint256 count);

    /// @notice Thrown when all weights together would pass 65,535.
    error MultisigTotalWeightTooHigh(uint256 totalWeight);

    /// @notice Thrown when a list does not strictly ascend by address, for example if one is repeated.
    error MultisigNotAscending(address previous, address account);

    /// @notice Thrown when classes do not strictly ascend, for example if one is repeated.
    error MultisigClassesNotAscending(OperationClass previous, OperationClass class);

    /// @notice Thrown when a class would need no weight.
    error MultisigThresholdZero(OperationClass class);

    /// @notice Thrown when all members together could not change the policy.
    error MultisigThresholdUnreachable(uint256 threshold, uint256 totalWeight);

    /// @notice Thrown when a class would take more weight, or a longer delay, than a change of the policy.
    error MultisigClassAbovePolicy(OperationClass class);

    /// @notice Thrown when a tier would take more weight than a change of the policy.
    error MultisigTierAbovePolicy(address asset, uint256 threshold);

    /// @notice Thrown when a delay is longer than 30 days.
    error MultisigDelayTooLong(uint256 delay);

    /// @notice Thrown when there would be no delay for suspects.
    error MultisigSuspectDelayZero();

    /// @notice Thrown when the weight that cancels would be zero or more than all members have.
    error MultisigCancelWeightOutOfRange(uint256 cancelWeight, uint256 totalWeight);

    /// @notice Thrown when the multisig itself, or an address with a list status, is listed as an asset.
    error MultisigAssetInvalid(address asset);

    /// @notice Thrown when more than 32 assets would be listed.
    error MultisigTooManyAssets(uint256 count);

    /// @notice Thrown when an asset has more than five tiers.
    error MultisigTooManyTiers(address asset, uint256 count);

    /// @notice Thrown when ceilings or thresholds do not rise, the first threshold is zero, or the last tier ends.
    error MultisigTiersOutOfOrder(address asset, uint256 tier);

    /// @notice Thrown when there is a daily limit but no higher tier to lift to.
    error MultisigDailyLimitWithoutTiers(address asset);

    /// @notice Thrown when the zero address, the multisig itself or a listed asset is given a list status.
    error MultisigListingInvalid(address account);

    /// @notice Thrown when a function of the multisig itself, or one that is graded by amount, would become a known call.
    error MultisigKnownCallInvalid(address target, bytes4 selector);

    // ------------------------------------------------------------------ events

    /// @notice Emitted when a proposal is executed.
    /// @param weight Weight of those who signed or confirmed it.
    /// @param threshold Weight that it took.
    event ProposalExecuted(bytes32 indexed digest, uint192 key, uint64 sequence, uint16 weight, uint16 threshold);

    /// @notice Emitted when a proposal begins to wait for its delay.
    event ProposalScheduled(bytes32 indexed digest, uint192 indexed key, uint64 sequence, uint256 readyAt);

    /// @notice Emitted when members cancel a sequence, so that no proposal with it can be executed.
    event SequenceCancelled(uint192 indexed key, uint64 sequence, uint256 weight);

    /// @notice Emitted when a member publishes a proposal on chain for others to confirm.
    event ProposalPublished(bytes32 indexed digest, address indexed member, Proposal proposal);

    /// @notice Emitted when a member confirms a digest on chain.
    event DigestConfirmed(bytes32 indexed digest, address indexed member);

    /// @notice Emitted when a member revokes a confirmation.
    event ConfirmationRevoked(bytes32 indexed digest, address indexed member);

    /// @notice Emitted when a member joins, leaves (weight 0) or changes in weight.
    event MemberChanged(address indexed account, uint16 weight);

    /// @notice Emitted when the rule of a class changes.
    event ClassRuleChanged(OperationClass indexed class, uint16 threshold, uint32 delay);

    /// @notice Emitted when the rule of an asset changes, or ends (no tiers).
    event AssetRuleChanged(address indexed asset, uint112 dailyLimit, Tier[] tiers);

    /// @notice Emitted when the list status of an address changes.
    event StandingChanged(address indexed account, Standing standing);

    /// @notice Emitted when a function becomes known, or unknown again.
    event KnownCallChanged(address indexed target, bytes4 indexed selector, bool known);

    /// @notice Emitted when the weight that cancels changes.
    event CancelWeightChanged(uint16 cancelWeight);

    /// @notice Emitted when the delay for suspects changes.
    event SuspectDelayChanged(uint32 suspectDelay);

    /// @notice Emitted when a message is approved on chain, or its approval is revoked.
    event MessageApprovalChanged(bytes32 indexed hash, bool approved);

    /// @notice Emitted when native coin arrives.
    event Received(address indexed from, uint256 amount);

    // --------------------------------------------------------------- proposals

    /// @notice Executes a proposal, all of it or nothing; anyone may call.
    /// @dev The caller also chooses the gas: in a target that survives an inner failure, the caller can cause one.
    /// @param signatures One after another, signers strictly ascending, each in one of three kinds:
    /// `v (1 byte, 27 or 28) | r | s` by ECDSA over the digest;
    /// `0x00 | signer (20) | length (2) | signature` by EIP-1271 of the signer's contract;
    /// `0x01 | signer (20)` where the signer has confirmed the digest on chain.
    function execute(Proposal calldata proposal, bytes calldata signatures) external;

    /// @notice Begins the delay of a proposal that takes one; anyone may call. Takes the weight of the execution, and
    /// the execution takes it again: the current policy always counts.
    function schedule(Proposal calldata proposal, bytes calldata signatures) external;

    /// @notice Cancels the next sequence of a key, and everything signed for it; anyone may call.
    /// @dev EIP-712: `Cancellation(uint192 key,uint64 sequence)`, signed by members of the cancel weight.
    function cancel(uint192 key, uint64 sequence, bytes calldata signatures) external;

    /// @notice Publishes a proposal on chain and confirms it; for members who share no files.
    function publish(Proposal calldata proposal) external returns (bytes32 digest);

    /// @notice Confirms the digest of a proposal, cancellation or message as a member. Counts like a signature.
    function confirm(bytes32 digest) external;

    /// @notice Revokes the caller's confirmation.
    function revoke(bytes32 digest) external;

    // ---------------------------------------------- by proposal only: the policy

    /// @notice Changes the policy; by proposal only. The result is checked as a whole.
    function changePolicy(PolicyChange calldata change) external;

    /// @notice Approves a message for EIP-1271, or revokes that; by proposal only. The one way to sign a message if a
    /// change of the policy takes a delay.
    function approveMessage(bytes32 hash, bool approved) external;

    // ---------------------------------------------------------- views: proposals

    /// @notice What the calls would take now.
    /// @dev Reverts with `MultisigDenied` if they can never be executed.
    function grade(Call[] calldata calls) external view returns (Grade memory);

    /// @notice Weight of those who signed or confirmed the digest. Reverts if one of them did not.
    function signedWeight(bytes32 digest, bytes calldata signatures) external view returns (uint256);

    /// @notice What members sign for a proposal.
    function hashProposal(Proposal calldata proposal) external view returns (bytes32);

    /// @notice What members sign for a cancellation.
    function hashCancellation(uint192 key, uint64 sequence) external view returns (bytes32);

    /// @notice What members sign for a message that another contract asks for by EIP-1271.
    /// @dev EIP-712: `Message(bytes32 hash)`. Takes the threshold of the class Policy.
    function hashMessage(bytes32 hash) external view returns (bytes32);

    /// @notice The next sequence of a key.
    function sequenceOf(uint192 key) external view returns (uint64);

    /// @notice When a proposal was scheduled, in seconds since 1970; 0 if it was not.
    function scheduledAt(bytes32 digest) external view returns (uint256);

    /// @notice Whether the account has confirmed the digest. Counts only while it is a member.
    function hasConfirmed(bytes32 digest, address account) external view returns (bool);

    /// @notice Whether a message is approved on chain.
    function isMessageApproved(bytes32 hash) external view returns (bool);

    // ------------------------------------------------------------- views: policy

    /// @notice All members, in no order.
    function members() external view returns (Member[] memory);

    /// @notice Weight of an account; 0 if it is not a member.
    function weightOf(address account) external view returns (uint16);

    /// @notice Weight of all members together.
    function totalWeight() external view returns (uint16);

    /// @notice The rules of the six classes, in their order.
    function classRules() external view returns (ClassRule[] memory);

    /// @notice The rules of all listed assets, in no order.
    function assetRules() external view returns (AssetRule[] memory);

    /// @notice The amount that counts towards the daily limit of an asset now, in base units: nothing older than 26 hours,
    /// and never less than what moved within 24. Above the limit it only says that the limit is passed, not by how much.
    /// 0 if there is no limit.
    function spentWithinDay(address asset) external view returns (uint256);

    /// @notice List status of an address.
    function standingOf(address account) external view returns (Standing);

    /// @notice Whether a function takes the class Call instead of the highest.
    function isKnownCall(address target, bytes4 selector) external view returns (bool);

    /// @notice Weight that cancels.
    function cancelWeight() external view returns (uint16);

    /// @notice Delay for suspects, in seconds.
    function suspectDelay() external view returns (uint32);
}
