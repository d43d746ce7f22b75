// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from '../../../src/contracts/multisig/IGradedMultisig.sol';
import {MultisigSigner} from './MultisigSigner.sol';

/// @notice The policy as the game has changed it, and a rule of grading written without a look at the contract's.
/// @dev Two assets, coin and a token, of three tiers each, which take 1, 3 and 5.
abstract contract MultisigBooks is MultisigSigner {
    enum Kind {
        Coin,
        Transfer,
        TransferFrom,
        Approve,
        Increase,
        Permit,
        Unlisted,
        Unknown,
        Known,
        Collectible,
        Message,
        // Those that change the policy.
        Member,
        Standing,
        Rule,
        Limit,
        Cancel
    }

    /// @notice One call: who takes an amount, and the coin sent along. In a change, what changes and to what.
    struct Item {
        Kind kind;
        uint256 who;
        uint256 amount;
        uint256 value;
    }

    struct Judgement {
        bool denied;
        bool lifted;
        uint256 threshold;
        uint256 delay;
    }

    struct Movement {
        bool touched;
        bool toSuspect;
        uint256 graded;
        uint256 moved;
    }

    uint256 internal constant SMALL = 1_000_000;
    uint256 internal constant MEDIUM = 10_000_000;
    uint256 internal constant ASSETS = 2;
    uint256 internal constant PARTIES = 4;
    uint256 internal constant CLASSES = 6;
    uint256 private constant POLICY = 5;
    uint256 private constant HIGHEST_TIER_THRESHOLD = 5;

    uint16[KEYS] internal weights;
    uint16[CLASSES] internal thresholds;
    uint32[CLASSES] internal delays;
    IGradedMultisig.Standing[PARTIES] internal standings;
    uint256[ASSETS] internal limits;
    uint256[ASSETS] internal limitChangedAt;
    uint256 internal cancelWeight;
    uint256 internal suspectDelay;

    uint256[][ASSETS] private times; // of every movement that counts
    uint256[][ASSETS] private amounts;

    /// @notice What the contract says was moved within the day.
    function _counted(uint256 asset) internal view virtual returns (uint256);

    // ------------------------------------------------------------------- grading

    function _judge(Item[] memory items) internal view returns (Judgement memory taken) {
        Movement[ASSETS] memory movements;
        for (uint256 i = 0; i < items.length; ++i) {
            _judgeItem(taken, movements, items[i]);
        }
        if (items.length > 1) _takeClass(taken, 4);
        for (uint256 asset = 0; asset < ASSETS; ++asset) {
            if (movements[asset].touched) _takeTier(taken, asset, movements[asset]);
        }
    }

    function _judgeItem(Judgement memory taken, Movement[ASSETS] memory movements, Item memory item) private view {
        Kind kind = item.kind;
        if (kind >= Kind.Message) return _takeClass(taken, POLICY);
        if (kind == Kind.Coin) {
            _takeClass(taken, 0);
            return _move(taken, movements[0], standings[item.who], item.amount);
        }
        if (item.value != 0) _move(taken, movements[0], IGradedMultisig.Standing.None, item.value);
        if (kind == Kind.Transfer || kind == Kind.TransferFrom) {
            _takeClass(taken, 1);
            _move(taken, movements[1], standings[item.who], item.amount);
        } else if (kind <= Kind.Permit) {
            _takeClass(taken, 2);
            bool takesBack = item.amount == 0;
            _move(taken, movements[1], takesBack ? IGradedMultisig.Standing.None : standings[item.who], item.amount);
        } else {
            _takeClass(taken, kind == Kind.Unlisted ? 1 : 3);
            Movement memory ungraded;
            if (kind != Kind.Unknown && kind != Kind.Known) _move(taken, ungraded, standings[item.who], 0);
            bool known = kind == Kind.Known || (kind == Kind.Collectible && !ungraded.toSuspect);
            if (!known) _takeClass(taken, POLICY);
        }
    }

    function _move(Judgement memory taken, Movement memory movement, IGradedMultisig.Standing standing, uint256 amount)
        private
        view
    {
        movement.touched = true;
        movement.moved += amount;
        if (standing != IGradedMultisig.Standing.Allowed) movement.graded += amount;
        if (standing == IGradedMultisig.Standing.Denied) taken.denied = true;
        if (standing != IGradedMultisig.Standing.Suspect) return;
        movement.toSuspect = true;
        if (suspectDelay > taken.delay) taken.delay = suspectDelay;
    }

    function _takeClass(Judgement memory taken, uint256 class) private view {
        if (thresholds[class] > taken.threshold) taken.threshold = thresholds[class];
        if (delays[class] > taken.delay) taken.delay = delays[class];
    }

    /// @dev The least and, as buckets may count up to 26 hours, perhaps one tier more: the contract's own sum decides
    /// between the two, and must lie between both. After a change of the limit it may be too high for a day.
    function _takeTier(Judgement memory taken, uint256 asset, Movement memory movement) private view {
        uint256 tier = movement.toSuspect || movement.graded > MEDIUM ? 2 : movement.graded > SMALL ? 1 : 0;
        uint256 limit = limits[asset];
        if (limit != 0) {
            uint256 counted = _counted(asset);
            vm.assertGe(
                _atMost(limit, counted), _atMost(limit, _movedWithin(asset, 24 hours)), 'a movement was forgotten'
            );
            if (limitChangedAt[asset] + 26 hours < block.timestamp) {
                vm.assertLe(_atMost(limit, counted), _atMost(limit, _movedWithin(asset, 26 hours)), 'counted too long');
            }
            if (movement.moved + counted > limit && tier < 2) {
                ++tier;
                taken.lifted = true;
            }
        }
        if (2 * tier + 1 > taken.threshold) taken.threshold = 2 * tier + 1;
    }

    /// @dev Above the limit one sum is as good as another.
    function _atMost(uint256 limit, uint256 sum) private pure returns (uint256) {
        return sum < limit ? sum : limit;
    }

    function _movedWithin(uint256 asset, uint256 age) private view returns (uint256 sum) {
        uint256[] storage when = times[asset];
        for (uint256 i = when.length; i > 0 && when[i - 1] + age > block.timestamp; --i) {
            sum += amounts[asset][i - 1];
        }
    }

    // ------------------------------------------------------------------ book-keeping

    function _totalWeight() internal view returns (uint256 total) {
        for (uint256 i = 0; i < KEYS; ++i) {
            total += weights[i];
        }
    }

    /// @notice Whether a change leaves a policy that all members together can change.
    function _isSound(Item memory change) internal view returns (bool) {
        (Kind kind, uint256 who, uint256 amount) = (change.kind, change.who, change.amount);
        if (kind == Kind.Member) {
            uint256 total = _totalWeight() - weights[who] + amount;
            return total >= thresholds[POLICY] && total >= cancelWeight && amount + weights[who] != 0;
        }
        if (kind == Kind.Cancel) return amount <= _totalWeight();
        if (kind != Kind.Rule) return true;
        if (who != POLICY) return amount != 0 && amount <= thresholds[POLICY] && change.value <= delays[POLICY];
        bool isHighest = amount >= HIGHEST_TIER_THRESHOLD && amount <= _totalWeight();
        for (uint256 class = 0; class < POLICY; ++class) {
            if (thresholds[class] > amount || delays[class] > change.value) isHighest = false;
        }
        return isHighest;
    }

    /// @notice What was executed is written down.
    function _enter(Item[] memory items) internal {
        // What is moved counts before anything is called.
        for (uint256 i = 0; i < items.length; ++i) {
            Item memory item = items[i];
            if (item.kind >= Kind.Message) continue;
            bool ofToken = item.kind != Kind.Coin && item.kind <= Kind.Permit;
            if (ofToken) _count(1, item.amount);
            _count(0, item.kind == Kind.Coin ? item.amount : item.value);
        }
        for (uint256 i = 0; i < items.length; ++i) {
            if (items[i].kind >= Kind.Member) _enterChange(items[i]);
        }
    }

    function _count(uint256 asset, uint256 amount) private {
        if (limits[asset] == 0) return;
        times[asset].push(block.timestamp);
        amounts[asset].push(amount);
    }

    function _enterChange(Item memory change) private {
        (Kind kind, uint256 who, uint256 amount) = (change.kind, change.who, change.amount);
        if (kind == Kind.Member) weights[who] = uint16(amount);
        if (kind == Kind.Standing) standings[who] = IGradedMultisig.Standing(amount);
        if (kind == Kind.Rule) (thresholds[who], delays[who]) = (uint16(amount), uint32(change.value));
        if (kind == Kind.Cancel) (cancelWeight, suspectDelay) = (amount, change.value);
        if (kind != Kind.Limit) return;
        if (amount == 0) {
            delete times[who];
            delete amounts[who];
        }
        (limits[who], limitChangedAt[who]) = (amount, block.timestamp);
    }
}
