// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DaySums, DaySumsMath} from './DaySums.sol';
import {MultisigMembers} from './MultisigMembers.sol';
import {IGradedMultisig} from './IGradedMultisig.sol';

/// @title How assets are graded by amount, and what was moved of them within a day.
abstract contract MultisigAssets is MultisigMembers {
    /// @dev Four slots, of which a small payment reads three: the head, two ceilings, the sums.
    struct Asset {
        uint128 dailyLimit; // base units; 0: none
        uint80 thresholds; // 16 bits a tier, the lowest tier in the lowest bits
        uint8 tierCount; // 0: not listed
        uint8 position; // in `listedAssets`
        uint128[4] ceilings; // the last of five tiers has none
        DaySums sums; // kept while there is a limit
    }

    uint256 internal constant MAX_ASSETS = 32;
    uint256 private constant MAX_TIERS = 5;
    uint256 private constant WEIGHT_BITS = 16;

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
                uint128 ceiling = tier == count ? type(uint128).max : asset.ceilings[tier - 1];
                all[i].tiers[tier - 1] = Tier(ceiling, _threshold(asset.thresholds, tier));
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

    /// @notice The tier, from 1, of amounts that are graded, and of those that are moved in all.
    /// @return tier What the amount takes.
    /// @return tierCount Tiers of the asset.
    /// @return lifted Whether the daily limit made it one more than the amount would take.
    /// @return threshold Weight that the tier takes.
    function _tierOf(address account, uint256 graded, uint256 moved, bool highest)
        internal
        view
        returns (uint8 tier, uint8 tierCount, bool lifted, uint16 threshold)
    {
        Asset storage asset = assets[account];
        (uint256 dailyLimit, uint256 thresholds) = (asset.dailyLimit, asset.thresholds);
        tierCount = asset.tierCount;
        if (highest) {
            tier = tierCount;
        } else {
            tier = 1;
            while (tier < tierCount && graded > asset.ceilings[tier - 1]) ++tier;
        }
        if (dailyLimit != 0 && tier < tierCount) {
            uint256 units = DaySumsMath.toUnits(moved, dailyLimit) + asset.sums.sumAt(block.timestamp);
            lifted = units > DaySumsMath.LIMIT_UNITS;
            if (lifted) ++tier;
        }
        threshold = _threshold(thresholds, tier);
    }

    /// @notice Adds to the sums of the day.
    function _recordMoved(address account, uint256 amount) internal {
        Asset storage asset = assets[account];
        uint256 dailyLimit = asset.dailyLimit;
        if (dailyLimit == 0) return;
        asset.sums = asset.sums.add(block.timestamp, DaySumsMath.toUnits(amount, dailyLimit));
    }

    function _changeAssets(AssetRule[] memory changes) internal {
        for (uint256 i = 0; i < changes.length; ++i) {
            AssetRule memory rule = changes[i];
            if (i != 0) _requireAscending(changes[i - 1].asset, rule.asset);
            if (rule.asset == address(this)) revert MultisigAssetInvalid(rule.asset);
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
            uint256 threshold = _threshold(assets[account].thresholds, assets[account].tierCount);
            if (threshold > highest) revert MultisigTierAbovePolicy(account, threshold);
        }
    }

    function _list(AssetRule memory rule) private {
        Asset storage asset = assets[rule.asset];
        if (asset.tierCount == 0) {
            // Counted to 32 after the last change, and no call has the gas for 256 of them and more.
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
        uint256 thresholds;
        Tier memory previous;
        for (uint256 i = 0; i < count; ++i) {
            Tier memory tier = rule.tiers[i];
            bool isLast = i == count - 1;
            if (
                tier.threshold <= previous.threshold || tier.ceiling <= previous.ceiling
                    || (tier.ceiling == type(uint128).max) != isLast
            ) {
                revert MultisigTiersOutOfOrder(rule.asset, i + 1);
            }
            if (!isLast) asset.ceilings[i] = tier.ceiling;
            thresholds |= uint256(tier.threshold) << i * WEIGHT_BITS;
            previous = tier;
        }
        // At most five, of 16 bits each.
        // forge-lint: disable-next-line(unsafe-typecast)
        (asset.thresholds, asset.tierCount) = (uint80(thresholds), uint8(count));
    }

    /// @dev What was moved stays moved when the limit changes; without a limit nothing is kept.
    function _sumsUnder(Asset storage asset, uint256 limit) private view returns (DaySums) {
        if (limit == 0) return DaySums.wrap(0);
        if (asset.dailyLimit == 0) return DaySumsMath.nothing(block.timestamp);
        return asset.sums.rescale(block.timestamp, asset.dailyLimit, limit);
    }

    function _threshold(uint256 thresholds, uint256 tier) private pure returns (uint16) {
        // Cut to the 16 bits of the tier on purpose.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint16(thresholds >> WEIGHT_BITS * (tier - 1));
    }
}
