// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The amounts of one asset that moved within a day, in one word.
/// @dev Thirteen buckets of two hours, the newest in the lowest 17 bits: the running one and the twelve before it, so
/// that a movement counts for at least 24 and at most 26 hours. From bit 224: the number of the running bucket since 1970.
///
/// A bucket counts hundred-thousandths of the daily limit. Each movement is rounded up, so the sum is never too low; one
/// that is a multiple of a hundred-thousandth is exact. A full bucket is above the limit by itself and stays full.
type DaySums is uint256;

using DaySumsMath for DaySums global;

/// @title Sums over the last 24 hours that are never too low.
library DaySumsMath {
    /// @notice The daily limit, in the unit of the sums.
    uint256 internal constant LIMIT_UNITS = 100_000;

    uint256 private constant BUCKETS = 13;
    uint256 private constant BUCKET_SECONDS = 2 hours;
    uint256 private constant BUCKET_BITS = 17;
    uint256 private constant BUCKET_FULL = (1 << BUCKET_BITS) - 1;
    uint256 private constant ALL_BUCKETS = (1 << BUCKETS * BUCKET_BITS) - 1;
    uint256 private constant NUMBER_SHIFT = 224;

    /// @notice Empty sums. Not the zero word, so that the first movement pays for no new slot.
    function nothing(uint256 timestamp) internal pure returns (DaySums) {
        return _pack(timestamp / BUCKET_SECONDS, 0);
    }

    /// @notice An amount in hundred-thousandths of the limit, rounded up, at most a full bucket.
    function toUnits(uint256 amount, uint256 dailyLimit) internal pure returns (uint256) {
        if (amount > dailyLimit) return BUCKET_FULL;
        // The limit, and so the amount, has 112 bits; the product has at most 129.
        unchecked {
            return (amount * LIMIT_UNITS + dailyLimit - 1) / dailyLimit;
        }
    }

    /// @notice Units that count at `timestamp`.
    function sumAt(DaySums sums, uint256 timestamp) internal pure returns (uint256) {
        return _sum(_bucketsAt(sums, timestamp / BUCKET_SECONDS));
    }

    /// @notice The sums after a movement, and the units that count with it.
    function add(DaySums sums, uint256 timestamp, uint256 units) internal pure returns (DaySums after_, uint256 sum) {
        uint256 number = timestamp / BUCKET_SECONDS;
        uint256 buckets = _bucketsAt(sums, number);
        // Numbers of 17 bits.
        unchecked {
            uint256 newest = (buckets & BUCKET_FULL) + units;
            sum = _sum(buckets) + units;
            if (newest > BUCKET_FULL) newest = BUCKET_FULL;
            after_ = _pack(number, buckets & ~BUCKET_FULL | newest);
        }
    }

    /// @notice The same sums under another limit, rounded up.
    function rescale(DaySums sums, uint256 timestamp, uint256 fromLimit, uint256 toLimit)
        internal
        pure
        returns (DaySums)
    {
        uint256 number = timestamp / BUCKET_SECONDS;
        uint256 buckets = _bucketsAt(sums, number);
        uint256 rescaled;
        for (uint256 shift = 0; shift < BUCKETS * BUCKET_BITS; shift += BUCKET_BITS) {
            uint256 units = buckets >> shift & BUCKET_FULL;
            if (units != BUCKET_FULL) {
                units = (units * fromLimit + toLimit - 1) / toLimit;
                if (units > BUCKET_FULL) units = BUCKET_FULL;
            }
            rescaled |= units << shift;
        }
        return _pack(number, rescaled);
    }

    function _sum(uint256 buckets) private pure returns (uint256 units) {
        // Thirteen numbers of 17 bits.
        unchecked {
            for (; buckets != 0; buckets >>= BUCKET_BITS) {
                units += buckets & BUCKET_FULL;
            }
        }
    }

    function _bucketsAt(DaySums sums, uint256 number) private pure returns (uint256) {
        uint256 word = DaySums.unwrap(sums);
        // Time does not go back; a shift by 256 bits or more leaves nothing.
        unchecked {
            return word << (number - (word >> NUMBER_SHIFT)) * BUCKET_BITS & ALL_BUCKETS;
        }
    }

    function _pack(uint256 number, uint256 buckets) private pure returns (DaySums) {
        return DaySums.wrap(number << NUMBER_SHIFT | buckets);
    }
}
