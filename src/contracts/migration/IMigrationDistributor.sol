// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Pays the allocations of one Merkle tree, each exactly once, in native coin or in one ERC-20 token.
/// @notice The tree is OpenZeppelin's `StandardMerkleTree` over `(uint256 index, address account, uint256 amount)` with
/// `sortLeaves: false`. Anyone may pay anyone: by `claim` one leaf at a time, by `distribute` a whole subtree at a time.
/// @dev Amounts are in base units (wei for native coin), times in seconds since 1970 (UTC).
///
/// Positions: numbering the nodes of that tree from 1 (root) with children `2p` and `2p + 1`, leaf `i` of `n` is node
/// `2n - 1 - i`. A leaf's paid bit is kept under its node number: word `node / 256`, bit `node % 256`. The 256 leaves of
/// a perfect subtree therefore share exactly one word, for every `n`.
interface IMigrationDistributor {
    // ------------------------------------------------------------------ errors

    /// @notice Thrown when the root given at construction is zero.
    error MigrationRootZero();

    /// @notice Thrown when the owner given at construction is the zero address.
    error MigrationOwnerZero();

    /// @notice Thrown when the remainder address is the zero address or the distributor itself.
    error MigrationRemainderToInvalid(address remainderTo);

    /// @notice Thrown when the number of leaves is zero or above 2^32.
    error MigrationLeafCountOutOfRange(uint256 leafCount);

    /// @notice Thrown when the total is zero or above 2^128 - 1 base units.
    error MigrationTotalOutOfRange(uint256 total);

    /// @notice Thrown when the deadline given at construction is not in the future, or more than a century away.
    error MigrationDeadlineOutOfRange(uint256 deadline, uint256 timestamp);

    /// @notice Thrown when the token has no code on this chain.
    error MigrationTokenWithoutCode(address token);

    /// @notice Thrown when coin is sent along with the construction, but not exactly what the distributor pays.
    error MigrationFundingMismatch(uint256 expected, uint256 sent);

    /// @notice Thrown when native coin is sent to a distributor that pays a token.
    error MigrationNativeRefused(uint256 amount);

    /// @notice Thrown when the caller is not the owner.
    error MigrationNotOwner(address caller);

    /// @notice Thrown when payments and the closing are paused.
    error MigrationPaused();

    /// @notice Thrown when there is no pause to end.
    error MigrationNotPaused();

    /// @notice Thrown when the time to pay is over.
    error MigrationDeadlinePassed(uint256 deadline);

    /// @notice Thrown when the time to pay is not yet over.
    error MigrationDeadlineNotReached(uint256 deadline);

    /// @notice Thrown when the index is not below the number of leaves.
    error MigrationIndexOutOfRange(uint256 index, uint256 leafCount);

    /// @notice Thrown when the leaf has been paid before.
    error MigrationAlreadyPaid(uint256 index);

    /// @notice Thrown when the leaf, or the subtree that begins with it, is not in the tree.
    error MigrationProofInvalid(uint256 index);

    /// @notice Thrown when `count` leaves from `firstIndex` are not the leaves of one perfect subtree.
    error MigrationSubtreeInvalid(uint256 firstIndex, uint256 count);

    /// @notice Thrown when the gas left could not give the next recipient its full share.
    error MigrationGasTooLow(uint256 available, uint256 required);

    /// @notice Thrown when the distributor holds less than the payment that is due.
    error MigrationUnderfunded(uint256 required, uint256 balance);

    /// @notice Thrown when a payment exceeds what is unpaid of the total fixed at construction.
    error MigrationTotalExceeded(uint256 unpaid, uint256 amount);

    /// @notice Thrown when the recipient, or the token, refuses a claimed payment.
    error MigrationPayoutRefused(address recipient, uint256 amount);

    // ------------------------------------------------------------------ events

    /// @notice Emitted when native coin arrives to be paid out.
    event Funded(address indexed from, uint256 amount);

    /// @notice Emitted when a claim pays one leaf.
    event Claimed(uint256 indexed index, address indexed account, uint256 amount);

    /// @notice Emitted when a batch pays leaves of one bitmap word.
    /// @param word Number of the bitmap word.
    /// @param paid The bits of the leaves that this batch paid; neither those paid before nor those that failed.
    /// @param amount What they received together, in base units.
    event Distributed(uint256 indexed word, uint256 paid, uint256 amount);

    /// @notice Emitted when a batch could not pay a leaf, which stays claimable.
    event PayoutFailed(uint256 indexed index, address indexed account, uint256 amount);

    /// @notice Emitted when the owner pauses payments and closing.
    event Paused(address indexed owner);

    /// @notice Emitted when the owner ends the pause.
    /// @param deadline The deadline from now on, later by as long as the pause lasted.
    event Unpaused(address indexed owner, uint256 deadline);

    /// @notice Emitted when what was left after the deadline is sent to the remainder address.
    event Closed(address indexed remainderTo, uint256 amount);

    // ---------------------------------------------------------------- payments

    /// @notice Pays one leaf to its account, whoever calls.
    /// @param index Position of the leaf in the allocation, from 0.
    /// @param account Recipient written in the leaf.
    /// @param amount Base units written in the leaf.
    /// @param proof Siblings from the leaf up to the root.
    function claim(uint256 index, address account, uint256 amount, bytes32[] calldata proof) external;

    /// @notice Pays all leaves of a perfect subtree that are not yet paid, and skips the others.
    /// @dev The subtree has a power of two of leaves, all equally deep: `firstIndex + count <= leafCount`, and `count`
    /// divides `2 * leafCount - firstIndex`. The leaves under the one node per level that spans both depths of the tree
    /// are covered by the smaller perfect subtrees below it. A leaf above 96 bits is paid by `claim` only.
    ///
    /// A recipient gets `pushGas` (plus the stipend of 2,300). One that reverts or runs out of it is reported by
    /// `PayoutFailed` and stays claimable. If the caller supplies too little gas, the batch reverts and no payment fails.
    /// @param firstIndex Smallest index in the subtree.
    /// @param rows One word per leaf, in index order: the account in the upper 160 bits, the amount in the lower 96.
    /// @param proof Siblings from the subtree up to the root.
    /// @return amount Base units paid now.
    function distribute(uint256 firstIndex, bytes32[] calldata rows, bytes32[] calldata proof)
        external
        returns (uint256 amount);

    /// @notice Sends all that is left to the remainder address, once the deadline has passed; anyone may call.
    /// @dev May be repeated, for funds that arrive late.
    function close() external;

    // ------------------------------------------------------------------- owner

    /// @notice Stops payments and closing. Moves no funds; the time of the pause is given back by `unpause`.
    function pause() external;

    /// @notice Resumes, and moves the deadline by as long as the pause lasted.
    function unpause() external;

    // ------------------------------------------------------------------- views

    /// @notice Root of the tree.
    function root() external view returns (bytes32);

    /// @notice Number of leaves in the tree.
    function leafCount() external view returns (uint256);

    /// @notice Sum of all leaves, in base units.
    function total() external view returns (uint256);

    /// @notice Token that is paid; the zero address for native coin.
    function token() external view returns (address);

    /// @notice Who receives what is left after the deadline.
    function remainderTo() external view returns (address);

    /// @notice Who may pause and unpause.
    function owner() external view returns (address);

    /// @notice When paying ends and closing begins, in seconds since 1970, pauses so far (also a running one) included.
    function deadline() external view returns (uint256);

    /// @notice Whether payments and closing are paused.
    function paused() external view returns (bool);

    /// @notice Base units paid to leaves so far.
    function paidTotal() external view returns (uint256);

    /// @notice Whether the leaf has been paid.
    function isPaid(uint256 index) external view returns (bool);

    /// @notice The paid bits of nodes `256 * word` to `256 * word + 255`.
    function paidWord(uint256 word) external view returns (uint256);

    /// @notice The paid bits of `count` words from `firstWord`, for audits in bulk.
    function paidWords(uint256 firstWord, uint256 count) external view returns (uint256[] memory);

    /// @notice Gas a recipient is given by `distribute`.
    function pushGas() external view returns (uint256);
}
