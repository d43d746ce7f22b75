// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DaySums, DaySumsMath} from './DaySums.sol';
import {IGradedMultisig} from './IGradedMultisig.sol';
import {MultisigMembers} from './MultisigMembers.sol';
import {PackedTier, PackedTierCodec} from './PackedTier.sol';

/// @title How assets are graded by amount, and how much of them moved within a day.
abstract contract MultisigAssets is MultisigMembers {
    /// @dev Four slots, of which a small payment reads two: the head with the lowest tier, and the sums.
    struct Asset {
        uint112 dailyLimit; // base units; 0: none
        uint8 tierCount; // 0: not listed
        uint8 position; // in `listedAssets`
        PackedTier lowestTier;
        PackedTier[4] higherTiers;
        DaySums sums; // kept while there is a limit
    }

    /// @dev The movements of one listed asset by a proposal.
    struct Movement {
        address asset;
        uint256 graded; // to recipients that are not allowed
        uint256 moved; // to all recipients
        bool toSuspect;
        DaySums sumsAfter; // of the asset; zero where there is no limit
    }

    uint256 internal constant MAX_ASSETS = 32;
    uint256 private constant MAX_TIERS = 5;

    mapping(address asset => Asset) private assets;
    address[] private listedAssets;

    /// @inheritdoc IGradedMultisig
    function assetRules() external view returns (AssetRule[] memory all) {
        all = new AssetRule[](listedAssets.length);
        for (uint256 i = 0; i < all.length; ++i) {
            Asset storage asset = assets[listedAssets[i]];
            uint256 count = asset.tierCount;
            all[i] = AssetRule(listedAssets[i], asset.dailyLimit, new Tier[](count));
            for (uint256 tier = 1; tier <= count; ++tier) {
                all[i].tiers[tier - 1] = _tier(asset, tier).unpack();
            }
        }
    }

    /// @inheritdoc IGradedMultisig
    function spentWithinDay(address account) external view returns (uint256) {
        Asset storage asset = assets[account];
        if (asset.dailyLimit == 0) return 0;
        uint256 product = asset.sums.sumAt(block.timestamp) * asset.dailyLimit;
        return (product + DaySumsMath.LIMIT_UNITS - 1) / DaySumsMath.LIMIT_UNITS;
    }

    function _isListed(address account) internal view returns (bool) {
        return assets[account].tierCount != 0;
    }

    /// @notice The tier that a movement takes, and the day's sums with it.
    /// @return tier From 1.
    /// @return lifted Whether the daily limit raised it by one.
    /// @return threshold Weight that the tier takes.
    function _tierOf(Movement memory movement) internal view returns (uint8 tier, bool lifted, uint16 threshold) {
        Asset storage asset = assets[movement.asset];
        (uint256 dailyLimit, uint256 count) = (asset.dailyLimit, asset.tierCount);
        PackedTier current = asset.lowestTier;
        tier = 1;
        while (tier < count && (movement.toSuspect || movement.graded > current.ceiling())) {
            current = _tier(asset, ++tier);
        }
        if (dailyLimit != 0) {
            uint256 sum;
            (movement.sumsAfter, sum) = asset.sums.add(block.timestamp, DaySumsMath.toUnits(movement.moved, dailyLimit));
            lifted = sum > DaySumsMath.LIMIT_UNITS && tier < count;
            if (lifted) current = _tier(asset, ++tier);
        }
        threshold = current.threshold();
    }

    function _tierCount(address account) internal view returns (uint8) {
        return assets[account].tierCount;
    }

    /// @notice Adds a graded movement to the day's sums.
    function _recordMovement(Movement memory movement) internal {
        if (DaySums.unwrap(movement.sumsAfter) != 0) assets[movement.asset].sums = movement.sumsAfter;
    }

    function _changeAssets(AssetRule[] memory changes) internal {
        for (uint256 i = 0; i < changes.length; ++i) {
            AssetRule memory rule = changes[i];
            if (i != 0) _requireAscending(changes[i - 1].asset, rule.asset);
            if (rule.asset == address(this) || standingOf(rule.asset) != Standing.None) {
                revert MultisigAssetInvalid(rule.asset);
            }
            if (rule.tiers.length == 0) _unlist(rule);
            else _list(rule);
            emit AssetRuleChanged(rule.asset, rule.dailyLimit, rule.tiers);
        }
        if (listedAssets.length > MAX_ASSETS) revert MultisigTooManyAssets(listedAssets.length);
    }

    /// @dev The last tier of each asset takes the most.
    function _requireTiersUpTo(uint256 highest) internal view {
        for (uint256 i = 0; i < listedAssets.length; ++i) {
            address account = listedAssets[i];
            uint256 threshold = _tier(assets[account], assets[account].tierCount).threshold();
            if (threshold > highest) revert MultisigTierAbovePolicy(account, threshold);
        }
    }

    function _list(AssetRule memory rule) private {
        Asset storage asset = assets[rule.asset];
        if (asset.tierCount == 0) {
            // At most 32 stay, and none leaves in the change that lists it: if one were truncated, all would be refused.
            // forge-lint: disable-next-line(unsafe-typecast)
            asset.position = uint8(listedAssets.length);
            listedAssets.push(rule.asset);
        }
        if (rule.dailyLimit != 0 && rule.tiers.length == 1) revert MultisigDailyLimitWithoutTiers(rule.asset);
        asset.sums = _sumsUnder(asset, rule.dailyLimit);
        asset.dailyLimit = rule.dailyLimit;
        _setTiers(asset, rule);
    }

    function _unlist(AssetRule memory rule) private {
        if (rule.dailyLimit != 0) revert MultisigDailyLimitWithoutTiers(rule.asset);
        if (!_isListed(rule.asset)) return;
        uint8 position = assets[rule.asset].position;
        address last = listedAssets[listedAssets.length - 1];
        listedAssets[position] = last;
        assets[last].position = position;
        listedAssets.pop();
        delete assets[rule.asset];
    }

    function _setTiers(Asset storage asset, AssetRule memory rule) private {
        uint256 count = rule.tiers.length;
        if (count > MAX_TIERS) revert MultisigTooManyTiers(rule.asset, count);
        Tier memory previous;
        for (uint256 i = 0; i < count; ++i) {
            Tier memory tier = rule.tiers[i];
            bool endless = tier.ceiling == type(uint112).max;
            bool rises = tier.threshold > previous.threshold && tier.ceiling > previous.ceiling;
            if (!rises || endless != (i == count - 1)) revert MultisigTiersOutOfOrder(rule.asset, i + 1);
            if (i == 0) asset.lowestTier = PackedTierCodec.pack(tier);
            else asset.higherTiers[i - 1] = PackedTierCodec.pack(tier);
            previous = tier;
        }
        // At most five.
        // forge-lint: disable-next-line(unsafe-typecast)
        asset.tierCount = uint8(count);
    }

    /// @dev Earlier movements still count when the limit changes; without a limit nothing is kept.
    function _sumsUnder(Asset storage asset, uint256 limit) private view returns (DaySums) {
        if (limit == 0) return DaySums.wrap(0);
        if (asset.dailyLimit == 0) return DaySumsMath.nothing(block.timestamp);
        return asset.sums.rescale(block.timestamp, asset.dailyLimit, limit);
    }

    function _tier(Asset storage asset, uint256 tier) private view returns (PackedTier) {
        return tier == 1 ? asset.lowestTier : asset.higherTiers[tier - 2];
    }
}
