// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Who watches over one side of the swap.
/// @param owner Changes relayers and guardian, and ends a pause; a multisig.
/// @param guardian Pauses, and nothing else; a key at hand.
/// @param relayers At most 32, in strictly ascending order.
/// @param quorum Signatures an attestation needs: more than half of the relayers.
/// @param changeDelay Seconds between the announcement of other relayers and their taking over: a day to 90 days.
struct Watch {
    address owner;
    address guardian;
    address[] relayers;
    uint256 quorum;
    uint256 changeDelay;
}

/// @title The relayers whose attestations a contract of the swap accepts, and who may change or stop them.
/// @notice An attestation is an EIP-712 message under the domain `{name, version: "1", chainId, verifyingContract}` of
/// the contract it is meant for. It counts with at least `quorum` signatures of those who are relayers when it is used.
/// @dev Signatures are 65 bytes `r, s, v` with a low `s`, one per relayer, strictly ascending by signer. The quorum
/// is a majority, so that any two quorums share a relayer, and no two can attest opposite things unless that one lies.
///
/// A removed relayer's signatures are invalid from the same block on. New relayers join only after `changeDelay`, in
/// public: a thief of the owner's keys leaves the holders that time. A pause moves nothing and lasts until
/// the owner ends it; no deadline waits for it.
interface IRelayerQuorum {
    // ------------------------------------------------------------------ errors

    /// @notice Thrown when the guardian is the zero address.
    error SwapGuardianZero();

    /// @notice Thrown when the caller is neither guardian nor owner.
    error SwapNotGuardian(address caller);

    /// @notice Thrown when there are no relayers, or more than 32.
    error SwapRelayerCountOutOfRange(uint256 count);

    /// @notice Thrown when a relayer is not above the one before it; the first not above the zero address.
    error SwapRelayersNotAscending(address relayer);

    /// @notice Thrown when the quorum is not a majority of the relayers, or exceeds them.
    error SwapQuorumOutOfRange(uint256 quorum, uint256 relayers);

    /// @notice Thrown when the delay for changes is not within a day and 90 days, in seconds.
    error SwapChangeDelayOutOfRange(uint256 changeDelay);

    /// @notice Thrown when the account is not a relayer.
    error SwapNotRelayer(address account);

    /// @notice Thrown when no change of the relayers is announced.
    error SwapNoChangeAnnounced();

    /// @notice Thrown when the announced change may not yet take effect.
    error SwapChangeTooEarly(uint256 effectiveAt, uint256 timestamp);

    /// @notice Thrown when there are fewer signatures than the quorum.
    error SwapQuorumNotReached(uint256 signatures, uint256 quorum);

    /// @notice Thrown when a signer is not a relayer, has signed before, or is out of order.
    error SwapSignerRefused(address signer);

    // ------------------------------------------------------------------ events

    /// @notice Emitted when relayers and quorum have changed, and at construction.
    event RelayersChanged(address[] relayers, uint256 quorum);

    /// @notice Emitted when the owner announces other relayers.
    /// @param effectiveAt Seconds since 1970 from which anyone may put them in place.
    event RelayersAnnounced(address[] relayers, uint256 quorum, uint256 effectiveAt);

    /// @notice Emitted when the owner withdraws an announcement.
    event AnnouncementWithdrawn();

    /// @notice Emitted when another guardian takes over, and at construction.
    event GuardianChanged(address indexed guardian);

    // ------------------------------------------------------------------- owner

    /// @notice Announces other relayers, in place of any announced before.
    /// @param relayers All of them, in strictly ascending order.
    /// @param quorum Signatures an attestation will need.
    function announceRelayers(address[] calldata relayers, uint256 quorum) external;

    /// @notice Withdraws the announced change.
    function withdrawAnnouncement() external;

    /// @notice Removes one relayer at once; at least the quorum must remain.
    function removeRelayer(address relayer) external;

    /// @notice Makes another account the guardian.
    function changeGuardian(address guardian) external;

    /// @notice Ends a pause.
    function unpause() external;

    // ----------------------------------------------------------------- guardian

    /// @notice Stops everything that moves funds, except the closing; for guardian and owner.
    function pause() external;

    // ------------------------------------------------------------------ anyone

    /// @notice Puts the announced relayers in place, once `changeDelay` has passed.
    function changeRelayers() external;

    // ------------------------------------------------------------------- views

    /// @notice The relayers, ascending.
    function relayers() external view returns (address[] memory);

    /// @notice Signatures an attestation needs.
    function quorum() external view returns (uint256);

    /// @notice Who may pause.
    function guardian() external view returns (address);

    /// @notice Seconds from an announcement to its effect.
    function changeDelay() external view returns (uint256);

    /// @notice The announced change; `effectiveAt` is zero when there is none.
    function announced() external view returns (address[] memory relayers, uint256 quorum, uint256 effectiveAt);
}
