// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from '@openzeppelin/contracts/token/ERC20/IERC20.sol';
import {MerkleProof} from '@openzeppelin/contracts/utils/cryptography/MerkleProof.sol';
import {AllocationTree} from './AllocationTree.sol';
import {IMigrationDistributor} from './IMigrationDistributor.sol';
import {PackedAllocation} from './PackedAllocation.sol';
import {PackedPayout} from './PackedPayout.sol';
import {Payout} from './Payout.sol';

/// @title Pays the allocations of one Merkle tree, each exactly once.
/// @notice The rules are those of `IMigrationDistributor`.
/// @dev A leaf's bit is set before its recipient runs, and cleared only by the frame that set it, when its payment
/// failed. So whatever a recipient calls from within, a leaf is paid at most once.
/// @custom:name distributor
contract MigrationDistributor is IMigrationDistributor {
    /// @dev One slot, so that a payment reads and writes one.
    struct Status {
        uint128 paidTotal;
        uint64 pausedSince; // seconds since 1970; zero when not paused
        uint64 pausedSeconds; // sum of the pauses that have ended
    }

    uint256 private constant MAX_LEAF_COUNT = 2 ** 32;
    uint256 private constant MAX_DURATION = 36_525 days; // a deadline in milliseconds is refused

    uint256 private constant NATIVE_PUSH_GAS = 10_000;
    uint256 private constant TOKEN_PUSH_GAS = 200_000;
    /// @dev What has to be left beside the recipient's share: the call itself (two cold accounts 5,200, value 9,000, new
    /// account 25,000), the 1/64 that the EVM holds back (at most 3,200), and a margin for dearer gas schedules.
    uint256 private constant PUSH_RESERVE = 90_000;

    /// @inheritdoc IMigrationDistributor
    bytes32 public immutable root;
    /// @inheritdoc IMigrationDistributor
    uint256 public immutable leafCount;
    /// @inheritdoc IMigrationDistributor
    uint256 public immutable total;
    /// @inheritdoc IMigrationDistributor
    address public immutable token;
    /// @inheritdoc IMigrationDistributor
    address public immutable remainderTo;
    /// @inheritdoc IMigrationDistributor
    address public immutable owner;
    /// @inheritdoc IMigrationDistributor
    uint256 public immutable pushGas;

    uint256 private immutable firstDeadline;

    Status private status;
    mapping(uint256 word => uint256 bits) private paidBits;

    modifier onlyOwner() {
        if (msg.sender != owner) revert MigrationNotOwner(msg.sender);
        _;
    }

    modifier whenOpen() {
        uint256 end = _runningDeadline();
        if (block.timestamp >= end) revert MigrationDeadlinePassed(end);
        _;
    }

    /// @param root_ Root of the tree.
    /// @param leafCount_ Number of its leaves.
    /// @param total_ Sum of its leaves, in base units.
    /// @param token_ Token to pay; the zero address for native coin.
    /// @param deadline_ Seconds since 1970 until which is paid.
    /// @param remainderTo_ Receives what is left then.
    /// @param owner_ May pause and unpause.
    constructor(
        bytes32 root_,
        uint256 leafCount_,
        uint256 total_,
        address token_,
        uint256 deadline_,
        address remainderTo_,
        address owner_
    ) payable {
        if (root_ == 0) revert MigrationRootZero();
        if (leafCount_ == 0 || leafCount_ > MAX_LEAF_COUNT) revert MigrationLeafCountOutOfRange(leafCount_);
        if (total_ == 0 || total_ > type(uint128).max) revert MigrationTotalOutOfRange(total_);
        if (token_ != address(0) && token_.code.length == 0) revert MigrationTokenWithoutCode(token_);
        if (deadline_ <= block.timestamp || deadline_ > block.timestamp + MAX_DURATION) {
            revert MigrationDeadlineOutOfRange(deadline_, block.timestamp);
        }
        if (remainderTo_ == address(0) || remainderTo_ == address(this)) {
            revert MigrationRemainderToInvalid(remainderTo_);
        }
        if (owner_ == address(0)) revert MigrationOwnerZero();

        root = root_;
        leafCount = leafCount_;
        total = total_;
        token = token_;
        firstDeadline = deadline_;
        remainderTo = remainderTo_;
        owner = owner_;
        pushGas = token_ == address(0) ? NATIVE_PUSH_GAS : TOKEN_PUSH_GAS;

        if (msg.value != 0) {
            uint256 expected = token_ == address(0) ? total_ : 0;
            if (msg.value != expected) revert MigrationFundingMismatch(expected, msg.value);
            emit Funded(msg.sender, msg.value);
        }
    }

    /// @notice Takes native coin to pay out, from anyone.
    receive() external payable {
        if (token != address(0)) revert MigrationNativeRefused(msg.value);
        emit Funded(msg.sender, msg.value);
    }

    /// @inheritdoc IMigrationDistributor
    function claim(uint256 index, address account, uint256 amount, bytes32[] calldata proof) external whenOpen {
        if (index >= leafCount) revert MigrationIndexOutOfRange(index, leafCount);
        (uint256 word, uint256 bit) = _paidBit(index);
        if (paidBits[word] & bit != 0) revert MigrationAlreadyPaid(index);
        if (MerkleProof.processProofCalldata(proof, AllocationTree.leafHash(index, account, amount)) != root) {
            revert MigrationProofInvalid(index);
        }
        paidBits[word] |= bit;
        _addPaid(amount);
        emit Claimed(index, account, amount);
        if (!_send(account, amount, gasleft())) {
            _requireFunds(amount);
            revert MigrationPayoutRefused(account, amount);
        }
    }

    /// @inheritdoc IMigrationDistributor
    function distribute(uint256 firstIndex, bytes32[] calldata rows, bytes32[] calldata proof)
        external
        whenOpen
        returns (uint256 amount)
    {
        uint256 count = rows.length;
        if (!AllocationTree.isSubtree(leafCount, firstIndex, count)) {
            revert MigrationSubtreeInvalid(firstIndex, count);
        }
        if (MerkleProof.processProofCalldata(proof, AllocationTree.subtreeRoot(firstIndex, rows)) != root) {
            revert MigrationProofInvalid(firstIndex);
        }
        if (count <= 256) {
            amount = _payWord(firstIndex, rows);
        } else {
            for (uint256 start = 0; start < count; start += 256) {
                amount += _payWord(firstIndex + start, rows[start:start + 256]);
            }
        }
        _addPaid(amount);
    }

    /// @inheritdoc IMigrationDistributor
    function close() external {
        uint256 end = _runningDeadline();
        if (block.timestamp < end) revert MigrationDeadlineNotReached(end);
        uint256 amount = _balance();
        emit Closed(remainderTo, amount);
        if (!_send(remainderTo, amount, gasleft())) revert MigrationPayoutRefused(remainderTo, amount);
    }

    /// @inheritdoc IMigrationDistributor
    function pause() external onlyOwner whenOpen {
        status.pausedSince = uint64(block.timestamp);
        emit Paused(msg.sender);
    }

    /// @inheritdoc IMigrationDistributor
    function unpause() external onlyOwner {
        uint64 since = status.pausedSince;
        if (since == 0) revert MigrationNotPaused();
        status.pausedSince = 0;
        status.pausedSeconds += uint64(block.timestamp) - since;
        emit Unpaused(msg.sender, deadline());
    }

    /// @inheritdoc IMigrationDistributor
    function deadline() public view returns (uint256) {
        Status memory current = status;
        uint256 running = current.pausedSince == 0 ? 0 : block.timestamp - current.pausedSince;
        return firstDeadline + current.pausedSeconds + running;
    }

    /// @inheritdoc IMigrationDistributor
    function paused() external view returns (bool) {
        return status.pausedSince != 0;
    }

    /// @inheritdoc IMigrationDistributor
    function paidTotal() external view returns (uint256) {
        return status.paidTotal;
    }

    /// @inheritdoc IMigrationDistributor
    function isPaid(uint256 index) external view returns (bool) {
        if (index >= leafCount) revert MigrationIndexOutOfRange(index, leafCount);
        (uint256 word, uint256 bit) = _paidBit(index);
        return paidBits[word] & bit != 0;
    }

    /// @inheritdoc IMigrationDistributor
    function paidWord(uint256 word) external view returns (uint256) {
        return paidBits[word];
    }

    /// @inheritdoc IMigrationDistributor
    function paidWords(uint256 firstWord, uint256 count) external view returns (uint256[] memory words) {
        words = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            words[i] = paidBits[firstWord + i];
        }
    }

    /// @dev Pays the leaves among `rows` (at most 256, a perfect subtree, hence of one word) that are not yet paid.
    function _payWord(uint256 firstIndex, bytes32[] calldata rows) private returns (uint256 amount) {
        uint256 top = AllocationTree.leafNode(leafCount, firstIndex); // the first row has the highest node
        uint256 word = top >> 8;
        uint256 before = paidBits[word];
        uint256 unpaid = ~before & _subtreeBits(top, rows.length);
        if (unpaid == 0) return 0;
        paidBits[word] = before | unpaid;

        uint256 shift = 255 - (top & 255); // from the bit of the first row to the highest
        uint256 failedRows;
        (amount, failedRows) = token == address(0)
            ? PackedPayout.pushNative(rows, unpaid << shift, NATIVE_PUSH_GAS)
            : PackedPayout.pushToken(token, rows, unpaid << shift, TOKEN_PUSH_GAS);
        uint256 failed = failedRows >> shift;
        if (failed != 0) {
            // Read again: a recipient may have had other leaves of this word paid meanwhile, though none of `unpaid`.
            paidBits[word] &= ~failed;
            _reportFailures(firstIndex, rows, failedRows);
        }
        emit Distributed(word, unpaid ^ failed, amount);
    }

    /// @dev A failure must be the recipient's doing alone, not that of a caller who gave too little gas or of missing
    /// funds. Gas only shrinks during a batch, and funds do but for gifts: enough now was enough for all before.
    /// @param failedRows Bits of the rows that failed, the first row's the highest.
    function _reportFailures(uint256 firstIndex, bytes32[] calldata rows, uint256 failedRows) private {
        uint256 required = pushGas + PUSH_RESERVE;
        if (gasleft() < required) revert MigrationGasTooLow(gasleft(), required);
        uint256 balance = _balance();
        for (uint256 i = 0; failedRows != 0; (++i, failedRows <<= 1)) {
            if (failedRows >> 255 == 0) continue;
            (address account, uint256 amount) = PackedAllocation.unpack(rows[i]);
            if (balance < amount) revert MigrationUnderfunded(amount, balance);
            emit PayoutFailed(firstIndex + i, account, amount);
        }
    }

    function _send(address to, uint256 amount, uint256 gasLimit) private returns (bool) {
        return
            token == address(0)
                ? Payout.sendNative(to, amount, gasLimit)
                : Payout.sendToken(token, to, amount, gasLimit);
    }

    function _requireFunds(uint256 amount) private view {
        uint256 balance = _balance();
        if (balance < amount) revert MigrationUnderfunded(amount, balance);
    }

    function _balance() private view returns (uint256) {
        return token == address(0) ? address(this).balance : IERC20(token).balanceOf(address(this));
    }

    function _addPaid(uint256 amount) private {
        uint256 paid = status.paidTotal;
        uint256 unpaid = total - paid;
        if (amount > unpaid) revert MigrationTotalExceeded(unpaid, amount);
        // The total fits, so its parts do.
        // forge-lint: disable-next-line(unsafe-typecast)
        status.paidTotal = uint128(paid + amount);
    }

    function _runningDeadline() private view returns (uint256) {
        Status memory current = status;
        if (current.pausedSince != 0) revert MigrationPaused();
        return firstDeadline + current.pausedSeconds;
    }

    function _paidBit(uint256 index) private view returns (uint256 word, uint256 bit) {
        uint256 node = AllocationTree.leafNode(leafCount, index);
        return (node >> 8, 1 << (node & 255));
    }

    /// @dev Bits of the `count` nodes up to `top`, within their word.
    function _subtreeBits(uint256 top, uint256 count) private pure returns (uint256) {
        unchecked {
            return (type(uint256).max >> (256 - count)) << ((top & 255) + 1 - count);
        }
    }
}
