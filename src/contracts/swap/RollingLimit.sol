// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title A limit over every period of 24 hours, wherever it begins.
/// @dev Amounts are summed by periods of three hours. Any 24 hours touch at most nine of them: while the running one and
/// the eight before it stay within the limit together, so do the 24 hours. What was spent stops counting after 24 to 27.
library RollingLimit {
    struct Spent {
        mapping(uint256 period => uint256 amount) byPeriod;
    }

    uint256 private constant PERIOD = 3 hours;
    uint256 private constant PERIODS = 9;

    /// @return What may be spent at this time, in the unit of the limit.
    function room(Spent storage spent, uint256 limit, uint256 timestamp) internal view returns (uint256) {
        uint256 latest = timestamp / PERIOD;
        uint256 sum = 0;
        for (uint256 i = 0; i < PERIODS && i <= latest; ++i) {
            sum += spent.byPeriod[latest - i];
        }
        return sum < limit ? limit - sum : 0;
    }

    /// @dev The caller has checked that there is room.
    function spend(Spent storage spent, uint256 amount, uint256 timestamp) internal {
        spent.byPeriod[timestamp / PERIOD] += amount;
    }
}
