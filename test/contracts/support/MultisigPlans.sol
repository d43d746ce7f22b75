// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GradedMultisig} from '../../../src/contracts/multisig/GradedMultisig.sol';
import {IGradedMultisig} from '../../../src/contracts/multisig/IGradedMultisig.sol';
import {MultisigBooks} from './MultisigBooks.sol';

/// @notice The multisig of the game, and what its members think of proposing.
abstract contract MultisigPlans is MultisigBooks {
    uint256 private constant KINDS = uint256(type(Kind).max) + 1;

    GradedMultisig public immutable multisig;
    address private immutable token = address(new YesContract());
    address private immutable unlisted = address(new YesContract());

    constructor() {
        limits = [uint256(5_000_000), 5_000_000];
        thresholds = [1, 1, 2, 2, 2, 5];
        standings[1] = IGradedMultisig.Standing.Allowed;
        standings[2] = IGradedMultisig.Standing.Suspect;
        standings[3] = IGradedMultisig.Standing.Denied;
        (cancelWeight, suspectDelay) = (3, 3 hours);
        for (uint16 i = 0; i < 4; ++i) {
            weights[i] = i + 1;
        }
        multisig = new GradedMultisig(_policy());
        vm.deal(address(multisig), 1e30);
    }

    function _policy() private view returns (IGradedMultisig.PolicyChange memory change) {
        change.members = new IGradedMultisig.Member[](4);
        for (uint256 i = 0; i < 4; ++i) {
            change.members[i] = IGradedMultisig.Member(_member(i), weights[i]);
        }
        change.classes = new IGradedMultisig.ClassRule[](CLASSES);
        for (uint256 i = 0; i < CLASSES; ++i) {
            change.classes[i] = IGradedMultisig.ClassRule(IGradedMultisig.OperationClass(i), thresholds[i], 0);
        }
        change.assets = new IGradedMultisig.AssetRule[](ASSETS);
        for (uint256 i = 0; i < ASSETS; ++i) {
            change.assets[i] = _assetRule(i, limits[i]);
        }
        change.listings = new IGradedMultisig.Listing[](PARTIES);
        for (uint256 i = 0; i < PARTIES; ++i) {
            change.listings[i] = IGradedMultisig.Listing(_party(i), standings[i]);
        }
        change.knownCalls = new IGradedMultisig.KnownCall[](2);
        change.knownCalls[0] = IGradedMultisig.KnownCall(unlisted, 0x42842e0e, true); // safeTransferFrom
        change.knownCalls[1] = IGradedMultisig.KnownCall(unlisted, 0x8456cb59, true); // pause()
        (change.cancelWeight, change.suspectDelay) = (uint16(cancelWeight), uint32(suspectDelay));
    }

    function _counted(uint256 asset) internal view override returns (uint256) {
        return multisig.spentWithinDay(_asset(asset));
    }

    // --------------------------------------------------------------------- plans

    /// @notice One to three calls, at most one of which changes the policy.
    function _plan(uint256 seed) internal pure returns (Item[] memory items) {
        items = new Item[](seed % 3 + 1);
        bool changes;
        for (uint256 i = 0; i < items.length; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            Kind kind = [
                Kind.Coin,
                Kind.Coin,
                Kind.Member,
                Kind(dice / 6 % KINDS),
                Kind(dice / 6 % KINDS),
                Kind(dice / 6 % KINDS)
            ][dice % 6];
            if (kind >= Kind.Member && changes) kind = Kind.Coin;
            if (kind >= Kind.Member) changes = true;
            items[i] = kind >= Kind.Member ? _change(kind, dice >> 128) : _movement(kind, dice >> 128);
        }
    }

    /// @dev Multiples of what is exact, so that the books need no rounding.
    function _movement(Kind kind, uint256 dice) private pure returns (Item memory item) {
        uint256 most = [0, SMALL, SMALL, SMALL, MEDIUM, 2 * MEDIUM][dice % 6];
        uint256 amount = dice / 6 % (most + 1);
        uint256 value = kind > Kind.Coin && kind < Kind.Message && dice % 4 == 0 ? 100 : 0;
        return Item(kind, (dice >> 64) % PARTIES, amount - amount % 100, value);
    }

    function _change(Kind kind, uint256 dice) private pure returns (Item memory) {
        uint256 time = dice % 2 * (dice / 2 % 8) * 1 hours;
        dice >>= 8;
        if (kind == Kind.Member) return Item(kind, dice % KEYS, [0, 0, 1, 2, 3, 4][dice / KEYS % 6], 0);
        if (kind == Kind.Standing) return Item(kind, dice % PARTIES, dice / PARTIES % 4, 0);
        if (kind == Kind.Rule) return Item(kind, dice % CLASSES, dice / CLASSES % 8, time);
        if (kind == Kind.Limit) return Item(kind, dice % ASSETS, dice / ASSETS % 3 * 5_000_000, 0);
        return Item(kind, 0, dice % 8 + 1, time + 1 hours);
    }

    // --------------------------------------------------------------------- calls

    function _calls(Item[] memory items) internal view returns (IGradedMultisig.Call[] memory calls) {
        calls = new IGradedMultisig.Call[](items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            Item memory item = items[i];
            if (item.kind == Kind.Coin) {
                calls[i] = IGradedMultisig.Call(_party(item.who), item.amount, '');
            } else if (item.kind >= Kind.Message) {
                calls[i] = IGradedMultisig.Call(address(multisig), 0, _selfData(item));
            } else {
                address to = item.kind <= Kind.Permit ? token : unlisted;
                calls[i] = IGradedMultisig.Call(to, item.value, _data(item.kind, _party(item.who), item.amount));
            }
        }
    }

    function _data(Kind kind, address to, uint256 amount) private view returns (bytes memory) {
        if (kind == Kind.TransferFrom) {
            return abi.encodeWithSignature('transferFrom(address,address,uint256)', multisig, to, amount);
        }
        if (kind == Kind.Approve) return abi.encodeWithSignature('approve(address,uint256)', to, amount);
        if (kind == Kind.Increase) return abi.encodeWithSignature('increaseAllowance(address,uint256)', to, amount);
        if (kind == Kind.Permit) {
            return abi.encodeWithSignature(
                'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)', multisig, to, amount, 0, 0, 0, 0
            );
        }
        if (kind == Kind.Unknown) return abi.encodeWithSignature('burn(uint256)', amount);
        if (kind == Kind.Known) return abi.encodeWithSignature('pause()');
        if (kind == Kind.Collectible) {
            return abi.encodeWithSignature('safeTransferFrom(address,address,uint256)', multisig, to, amount);
        }
        return abi.encodeWithSignature('transfer(address,uint256)', to, amount);
    }

    function _selfData(Item memory item) private view returns (bytes memory) {
        IGradedMultisig.PolicyChange memory change;
        (Kind kind, uint256 who, uint256 amount) = (item.kind, item.who, item.amount);
        if (kind == Kind.Message) return abi.encodeCall(IGradedMultisig.approveMessage, (bytes32(amount), true));
        if (kind == Kind.Member) {
            change.members = new IGradedMultisig.Member[](1);
            change.members[0] = IGradedMultisig.Member(_member(who), uint16(amount));
        } else if (kind == Kind.Standing) {
            change.listings = new IGradedMultisig.Listing[](1);
            change.listings[0] = IGradedMultisig.Listing(_party(who), IGradedMultisig.Standing(amount));
        } else if (kind == Kind.Rule) {
            change.classes = new IGradedMultisig.ClassRule[](1);
            change.classes[0] =
                IGradedMultisig.ClassRule(IGradedMultisig.OperationClass(who), uint16(amount), uint32(item.value));
        } else if (kind == Kind.Limit) {
            change.assets = new IGradedMultisig.AssetRule[](1);
            change.assets[0] = _assetRule(who, amount);
        } else {
            (change.cancelWeight, change.suspectDelay) = (uint16(amount), uint32(item.value));
        }
        return abi.encodeCall(IGradedMultisig.changePolicy, (change));
    }

    function _assetRule(uint256 asset, uint256 limit) private view returns (IGradedMultisig.AssetRule memory rule) {
        rule = IGradedMultisig.AssetRule(_asset(asset), uint112(limit), new IGradedMultisig.Tier[](3));
        rule.tiers[0] = IGradedMultisig.Tier(uint112(SMALL), 1);
        rule.tiers[1] = IGradedMultisig.Tier(uint112(MEDIUM), 3);
        rule.tiers[2] = IGradedMultisig.Tier(type(uint112).max, 5);
    }

    function _asset(uint256 index) private view returns (address) {
        return index == 0 ? address(0) : token;
    }

    function _party(uint256 index) internal pure returns (address) {
        return address(uint160(0xF00D0000 + index));
    }
}

/// @notice Does nothing, and says yes to everything.
contract YesContract {
    fallback() external payable {
        assembly {
            mstore(0, 1)
            return(0, 32)
        }
    }
}
