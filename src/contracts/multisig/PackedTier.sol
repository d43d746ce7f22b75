// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from './IGradedMultisig.sol';

/// @notice A tier in half a word: ceiling (112 bits), threshold (16 bits).
type PackedTier is uint128;

using PackedTierCodec for PackedTier global;

/// @title Reads and writes packed tiers.
library PackedTierCodec {
    uint128 private constant CEILING_BITS = 112;

    function pack(IGradedMultisig.Tier memory tier) internal pure returns (PackedTier) {
        return PackedTier.wrap(uint128(tier.threshold) << CEILING_BITS | tier.ceiling);
    }

    function unpack(PackedTier tier) internal pure returns (IGradedMultisig.Tier memory) {
        return IGradedMultisig.Tier(ceiling(tier), threshold(tier));
    }

    function ceiling(PackedTier tier) internal pure returns (uint112) {
        // Cut to the lowest 112 bits on purpose.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint112(PackedTier.unwrap(tier));
    }

    function threshold(PackedTier tier) internal pure returns (uint16) {
        // Only 16 bits are left after the shift.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint16(PackedTier.unwrap(tier) >> CEILING_BITS);
    }
}
