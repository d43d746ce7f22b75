// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from './IGradedMultisig.sol';

/// @title Members with their weights, and the list status of all other addresses.
abstract contract MultisigMembers is IGradedMultisig {
    /// @dev One slot, so that a signature reads one.
    struct Account {
        uint16 weight;
        uint8 position; // in `accountsOfMembers`
        Standing standing;
    }

    uint256 private constant MAX_MEMBERS = 64; // so that all of them can sign within any block

    mapping(address account => Account) private accounts;
    address[] private accountsOfMembers;
    uint16 private weightOfAll;

    /// @inheritdoc IGradedMultisig
    function members() external view returns (Member[] memory all) {
        all = new Member[](accountsOfMembers.length);
        for (uint256 i = 0; i < all.length; ++i) {
            address account = accountsOfMembers[i];
            all[i] = Member(account, accounts[account].weight);
        }
    }

    /// @inheritdoc IGradedMultisig
    function weightOf(address account) public view returns (uint16) {
        return accounts[account].weight;
    }

    /// @inheritdoc IGradedMultisig
    function totalWeight() public view returns (uint16) {
        return weightOfAll;
    }

    /// @inheritdoc IGradedMultisig
    function standingOf(address account) public view returns (Standing) {
        return accounts[account].standing;
    }

    function _changeMembers(Member[] memory changes) internal {
        uint256 total = weightOfAll;
        for (uint256 i = 0; i < changes.length; ++i) {
            (address account, uint16 weight) = (changes[i].account, changes[i].weight);
            if (i != 0) _requireAscending(changes[i - 1].account, account);
            if (account == address(0) || account == address(this)) revert MultisigMemberInvalid(account);
            uint256 before = accounts[account].weight;
            if (before == 0) _addMember(account, weight);
            else if (weight == 0) _removeMember(account);
            accounts[account].weight = weight;
            total = total + weight - before;
            emit MemberChanged(account, weight);
        }
        uint256 count = accountsOfMembers.length;
        if (count == 0 || count > MAX_MEMBERS) revert MultisigMemberCountOutOfRange(count);
        if (total > type(uint16).max) revert MultisigTotalWeightTooHigh(total);
        // Just compared.
        // forge-lint: disable-next-line(unsafe-typecast)
        weightOfAll = uint16(total);
    }

    function _setStanding(address account, Standing standing) internal {
        accounts[account].standing = standing;
        emit StandingChanged(account, standing);
    }

    function _requireAscending(address previous, address account) internal pure {
        if (account <= previous) revert MultisigNotAscending(previous, account);
    }

    function _addMember(address account, uint256 weight) private {
        if (weight == 0) revert MultisigMemberUnknown(account);
        uint256 position = accountsOfMembers.length;
        // More members than positions are refused here, before a position could be truncated.
        if (position > type(uint8).max) revert MultisigMemberCountOutOfRange(position + 1);
        // forge-lint: disable-next-line(unsafe-typecast)
        accounts[account].position = uint8(position);
        accountsOfMembers.push(account);
    }

    /// @dev The last member takes the position of the one who leaves.
    function _removeMember(address account) private {
        uint8 position = accounts[account].position;
        address last = accountsOfMembers[accountsOfMembers.length - 1];
        accountsOfMembers[position] = last;
        accounts[last].position = position;
        accountsOfMembers.pop();
    }
}
