// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMigrationDistributor} from '../../../src/contracts/migration/IMigrationDistributor.sol';
import {MigrationDistributor} from '../../../src/contracts/migration/MigrationDistributor.sol';
import {ReenteringRecipient, RevertingRecipient} from '../hostile/Recipients.sol';
import {RefusingToken} from '../hostile/Tokens.sol';
import {Test} from './Test.sol';
import {TestTree, Tree} from './TestTree.sol';

/// @notice All that holders, operators, owner, strangers and time can do to a distributor, in any order.
/// @dev Every call that the rules allow must succeed: a handler that reverts fails the test. Three leaves are hostile:
/// two refuse now and then, one re-enters.
contract DistributorHandler is Test {
    using TestTree for Tree;

    address public constant OWNER = address(0xA11CE);
    address public constant REMAINDER_TO = address(0xB0B);
    uint256 public constant SIZE = 150; // nodes 150 to 299: two words, two depths
    uint256 private constant PERIOD = 30 days;
    uint256 private constant REENTERING = 33;

    MigrationDistributor public immutable distributor;
    RefusingToken public immutable token; // zero: native coin
    bool public closed;

    Tree private tree;
    uint256 private timeOpen; // seconds, since deployment, that were not paused
    uint256[2] private refusers = [uint256(7), 120];
    mapping(uint256 index => bool) private refuses;

    constructor(bool usesToken) {
        token = usesToken ? new RefusingToken() : RefusingToken(address(0));
        Tree memory built = TestTree.ofVectors(SIZE);
        if (!usesToken) {
            for (uint256 i = 0; i < refusers.length; ++i) {
                built.accounts[refusers[i]] = address(new RevertingRecipient());
            }
            built.accounts[REENTERING] = address(new ReenteringRecipient());
            built.build();
        }
        tree = built;
        distributor = new MigrationDistributor(
            built.root(), SIZE, built.total(), address(token), block.timestamp + PERIOD, REMAINDER_TO, OWNER
        );
        if (usesToken) token.mint(address(distributor), built.total());
        else vm.deal(address(distributor), built.total());
        for (uint256 i = 0; i < refusers.length; ++i) {
            refuses[refusers[i]] = true;
            if (usesToken) token.refuse(built.accounts[refusers[i]], RefusingToken.Refusal.ReturnsFalse);
        }
    }

    // ------------------------------------------------------------------ actions

    function claim(uint256 index, address caller) external {
        index = bound(index, 0, SIZE - 1);
        bool expected = _isOpen() && !distributor.isPaid(index) && !refuses[index];
        Tree memory built = tree;
        bytes32[] memory proof = built.proofOf(index);
        vm.prank(caller);
        try distributor.claim(index, built.accounts[index], built.amounts[index], proof) {
            vm.assertTrue(expected, 'a claim that the rules refuse passed');
        } catch {
            vm.assertFalse(expected, 'a claim that the rules allow was refused');
        }
    }

    function claimMore(uint256 index, uint256 surplus) external {
        index = bound(index, 0, SIZE - 1);
        Tree memory built = tree;
        uint256 amount = built.amounts[index] + bound(surplus, 1, 10 ** 30);
        bytes32[] memory proof = built.proofOf(index);
        try distributor.claim(index, built.accounts[index], amount, proof) {
            vm.assertTrue(false, 'a claim of more than the leaf passed');
        } catch {}
    }

    function distribute(uint256 first, uint256 limit, address caller) external {
        _distribute(first, limit, caller, gasleft());
    }

    function distributeWithLittleGas(uint256 first, uint256 limit, uint256 gasLimit) external {
        _distribute(first, limit, address(this), bound(gasLimit, 50_000, 600_000));
    }

    function _distribute(uint256 first, uint256 limit, address caller, uint256 gasLimit) private {
        first = bound(first, 0, SIZE - 1);
        Tree memory built = tree;
        uint256 count = built.subtreeAt(first, bound(limit, 1, 256));
        bytes32[] memory rows = built.rowsOf(first, count);
        bytes32[] memory proof = built.proofOf(first, count);
        bool mayFail = !_isOpen() || gasLimit <= 600_000;
        vm.prank(caller);
        try distributor.distribute{gas: gasLimit}(first, rows, proof) {
            vm.assertTrue(_isOpen(), 'a batch passed that the rules refuse');
            for (uint256 i = first; i < first + count; ++i) {
                vm.assertTrue(distributor.isPaid(i) || refuses[i] || i == REENTERING, 'a leaf was left out');
            }
        } catch {
            vm.assertTrue(mayFail, 'a batch that the rules allow was refused');
        }
    }

    function toggleRefusal(uint256 which) external {
        uint256 index = refusers[which % refusers.length];
        if (address(token) != address(0)) {
            RefusingToken.Refusal next =
                refuses[index] ? RefusingToken.Refusal.None : RefusingToken.Refusal(1 + which % 6);
            token.refuse(tree.accounts[index], next);
            refuses[index] = !refuses[index];
        } else {
            RevertingRecipient(payable(tree.accounts[index])).accept();
            refuses[index] = false;
        }
    }

    function aimReentrance(uint256 index, bool batch, bool itself) external {
        if (address(token) != address(0)) return;
        Tree memory built = tree;
        index = itself ? REENTERING : bound(index, 0, SIZE - 1);
        uint256 count = built.subtreeAt(index, 64);
        ReenteringRecipient(payable(built.accounts[REENTERING]))
            .reenter(
                address(distributor),
                batch
                    ? abi.encodeCall(
                        IMigrationDistributor.distribute,
                        (index, built.rowsOf(index, count), built.proofOf(index, count))
                    )
                    : abi.encodeCall(
                        IMigrationDistributor.claim,
                        (index, built.accounts[index], built.amounts[index], built.proofOf(index))
                    )
            );
    }

    function pause() external {
        if (!_isOpen()) return;
        vm.prank(OWNER);
        distributor.pause();
    }

    function unpause() external {
        if (!distributor.paused()) return;
        vm.prank(OWNER);
        distributor.unpause();
    }

    function pass(uint256 time) external {
        time = bound(time, 1, 12 days);
        if (!distributor.paused()) timeOpen += time;
        vm.warp(block.timestamp + time);
    }

    function close(address caller) external {
        bool expected = !distributor.paused() && timeOpen >= PERIOD;
        vm.prank(caller);
        try distributor.close() {
            vm.assertTrue(expected, 'closed too early');
            closed = true;
        } catch {
            vm.assertFalse(expected, 'closing was refused');
        }
    }

    // -------------------------------------------------------------------- facts

    function balanceOf(address account) public view returns (uint256) {
        return address(token) == address(0) ? account.balance : token.balanceOf(account);
    }

    function total() external view returns (uint256) {
        Tree memory built = tree;
        return built.total();
    }

    /// @notice Account, amount and paid bit of every leaf, and the number of bits set in all.
    function leaves()
        external
        view
        returns (address[] memory accounts, uint256[] memory amounts, bool[] memory paid, uint256 bits)
    {
        accounts = tree.accounts;
        amounts = tree.amounts;
        uint256[] memory words = distributor.paidWords(0, 3);
        paid = new bool[](SIZE);
        for (uint256 i = 0; i < SIZE; ++i) {
            uint256 node = 2 * SIZE - 1 - i;
            paid[i] = words[node / 256] >> (node % 256) & 1 == 1;
        }
        for (uint256 word = 0; word < words.length; ++word) {
            for (uint256 left = words[word]; left != 0; left &= left - 1) {
                ++bits;
            }
        }
    }

    function _isOpen() private view returns (bool) {
        return !distributor.paused() && timeOpen < PERIOD;
    }
}
