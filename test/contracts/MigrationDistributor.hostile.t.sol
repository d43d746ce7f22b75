// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMigrationDistributor} from '../../src/contracts/migration/IMigrationDistributor.sol';
import {MigrationDistributor} from '../../src/contracts/migration/MigrationDistributor.sol';
import {
    GasBurningRecipient,
    RecordingRecipient,
    ReenteringRecipient,
    ReturnBombRecipient,
    RevertingRecipient,
    WaryRecipient
} from './hostile/Recipients.sol';
import {FeeOnTransferToken, RefusingToken, SilentToken} from './hostile/Tokens.sol';
import {DistributorTest} from './support/DistributorTest.sol';
import {TestTree, Tree} from './support/TestTree.sol';

/// @notice Recipients of native coin that do all they can.
contract HostileRecipientTest is DistributorTest {
    using TestTree for Tree;

    uint256 private constant HOSTILE = 5;

    function _usesToken() internal pure override returns (bool) {
        return false;
    }

    /// @notice A funded distributor for 16 leaves, of which one is hostile.
    function _deployWith(address hostile) private returns (Tree memory tree) {
        tree = TestTree.ofVectors(16);
        tree.accounts[HOSTILE] = hostile;
        tree.build();
        _deploy(tree);
    }

    /// @notice The batch pays everybody but the hostile one, whose leaf stays open and is told.
    function _assertOnlyTheHostileFails(Tree memory tree) private {
        uint256 amount = tree.amounts[HOSTILE];
        _expectEmit();
        emit IMigrationDistributor.PayoutFailed(HOSTILE, tree.accounts[HOSTILE], amount);
        _expectEmit();
        // Leaf 5 of 16 is node 26.
        emit IMigrationDistributor.Distributed(0, 0xffff0000 - 0x04000000, tree.total() - amount);
        vm.assertEq(_distribute(tree, 0, 16), tree.total() - amount, 'amount');

        vm.assertFalse(distributor.isPaid(HOSTILE), 'hostile leaf');
        vm.assertEq(_countPaid(tree), 15, 'bits');
        vm.assertEq(distributor.paidTotal(), tree.total() - amount, 'paid total');
        vm.assertEq(address(distributor).balance, amount, 'balance');
        for (uint256 i = 0; i < 16; ++i) {
            if (i != HOSTILE) vm.assertEq(tree.accounts[i].balance, tree.amounts[i], 'recipient');
        }
    }

    function test_aRecipientThatRevertsFailsAloneAndCanClaimLater() external {
        RevertingRecipient recipient = new RevertingRecipient();
        Tree memory tree = _deployWith(address(recipient));
        _assertOnlyTheHostileFails(tree);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMigrationDistributor.MigrationPayoutRefused.selector, address(recipient), tree.amounts[HOSTILE]
            )
        );
        _claim(tree, HOSTILE);
        recipient.accept();
        _claim(tree, HOSTILE);
        _assertAllPaidOnce(tree);
    }

    function test_aBatchRepeatedPaysWhatFailedBefore() external {
        RevertingRecipient recipient = new RevertingRecipient();
        Tree memory tree = _deployWith(address(recipient));
        _assertOnlyTheHostileFails(tree);
        recipient.accept();
        vm.assertEq(_distribute(tree, 0, 16), tree.amounts[HOSTILE], 'amount');
        _assertAllPaidOnce(tree);
    }

    function test_aRecipientThatBurnsGasFailsAloneAndBurnsLittle() external {
        Tree memory tree = _deployWith(address(new GasBurningRecipient()));
        uint256 before = gasleft();
        _assertOnlyTheHostileFails(tree);
        vm.assertLe(before - gasleft(), 700_000, 'gas');
    }

    function test_aRecipientThatReturnsABombFailsAlone() external {
        _assertOnlyTheHostileFails(_deployWith(address(new ReturnBombRecipient())));
    }

    function test_aRecipientThatNeedsMoreThanAPlainTransferIsPaid() external {
        RecordingRecipient recipient = new RecordingRecipient();
        Tree memory tree = _deployWith(address(recipient));
        _distribute(tree, 0, 16);
        vm.assertEq(recipient.lastReceived(), tree.amounts[HOSTILE], 'received');
        _assertAllPaidOnce(tree);
    }

    /// @notice Every failure at once, in a batch of 256: those who are not hostile are paid.
    function test_aBatchFullOfHostileRecipientsPaysTheRest() external {
        Tree memory tree = TestTree.ofVectors(256);
        address[3] memory hostile =
            [address(new RevertingRecipient()), address(new GasBurningRecipient()), address(new ReturnBombRecipient())];
        for (uint256 i = 0; i < 255; ++i) {
            if (i % 2 == 0) tree.accounts[i] = hostile[i % 3];
        }
        tree.build();
        _deploy(tree);
        uint256 amount = _distribute(tree, 0, 256);
        uint256 sum;
        for (uint256 i = 0; i < 256; ++i) {
            bool fair = i % 2 == 1;
            vm.assertTrue(distributor.isPaid(i) == fair, 'paid bit');
            if (fair) sum += tree.amounts[i];
        }
        vm.assertEq(amount, sum, 'amount');
    }

    /// @notice Whoever supplies too little gas cannot make a recipient fail: the batch reverts, until it pays all.
    function test_tooLittleGasFailsNobody() external {
        Tree memory tree = TestTree.ofVectors(16);
        tree.accounts[15] = address(new WaryRecipient()); // the last, when least is left
        tree.build();
        _deploy(tree);
        _claim(tree, 0);
        uint256 gasLimit = 400_000;
        while (true) {
            (bool success, bytes memory answer) = _distributeWithGas(tree, gasLimit);
            if (success) break;
            vm.assertTrue(answer.length == 0 || _isGasTooLow(answer), 'reason');
            gasLimit += 300;
        }
        _assertAllPaidOnce(tree);
    }

    /// @notice A failure counts only when 100,000 gas are left after it: then the recipient had its 10,000 for sure.
    function test_aFailureWithTooLittleGasLeftIsTheCallers() external {
        Tree memory tree = _deployWith(address(new RevertingRecipient()));
        (uint256 refused, uint256 gasLimit) = (0, 100_000);
        while (true) {
            (bool success, bytes memory answer) = _distributeWithGas(tree, gasLimit);
            if (success) break;
            if (_isGasTooLow(answer)) ++refused;
            gasLimit += 5_000;
        }
        vm.assertLe(15, refused, 'refused although the batch itself could have ended');
        vm.assertFalse(distributor.isPaid(HOSTILE), 'hostile leaf');
        vm.assertEq(_countPaid(tree), 15, 'bits');
    }

    function _distributeWithGas(Tree memory tree, uint256 gasLimit) private returns (bool, bytes memory) {
        bytes memory call =
            abi.encodeCall(IMigrationDistributor.distribute, (0, tree.rowsOf(0, 16), tree.proofOf(0, 16)));
        return address(distributor).call{gas: gasLimit}(call);
    }

    function _isGasTooLow(bytes memory answer) private pure returns (bool) {
        return answer.length == 68 && bytes4(answer) == IMigrationDistributor.MigrationGasTooLow.selector;
    }

    // ------------------------------------------------------------- re-entrance

    function test_aClaimantThatClaimsAgainIsPaidOnce() external {
        ReenteringRecipient recipient = new ReenteringRecipient();
        Tree memory tree = _deployWith(address(recipient));
        recipient.reenter(
            address(distributor),
            abi.encodeCall(
                IMigrationDistributor.claim, (HOSTILE, address(recipient), tree.amounts[HOSTILE], tree.proofOf(HOSTILE))
            )
        );
        _claim(tree, HOSTILE);
        vm.assertFalse(recipient.succeeded(), 'second claim');
        vm.assertEq(
            keccak256(recipient.answer()),
            keccak256(_error(IMigrationDistributor.MigrationAlreadyPaid.selector, HOSTILE)),
            'reason'
        );
        vm.assertEq(address(recipient).balance, tree.amounts[HOSTILE], 'balance');
        vm.assertEq(_countPaid(tree), 1, 'bits');
    }

    function test_aClaimantThatStartsABatchHasEverybodyPaidOnce() external {
        ReenteringRecipient recipient = new ReenteringRecipient();
        Tree memory tree = _deployWith(address(recipient));
        recipient.reenter(
            address(distributor),
            abi.encodeCall(IMigrationDistributor.distribute, (0, tree.rowsOf(0, 16), tree.proofOf(0, 16)))
        );
        _claim(tree, HOSTILE);
        vm.assertTrue(recipient.succeeded(), 'batch');
        _assertAllPaidOnce(tree);
    }

    function test_aClaimantCannotCloseWithinItsClaim() external {
        ReenteringRecipient recipient = new ReenteringRecipient();
        Tree memory tree = _deployWith(address(recipient));
        recipient.reenter(address(distributor), abi.encodeCall(IMigrationDistributor.close, ()));
        _claim(tree, HOSTILE);
        vm.assertFalse(recipient.succeeded(), 'close');
        vm.assertEq(address(distributor).balance, tree.total() - tree.amounts[HOSTILE], 'balance');
    }

    function test_aRecipientThatReentersABatchGetsItsShareOnceOrLater() external {
        ReenteringRecipient recipient = new ReenteringRecipient();
        Tree memory tree = _deployWith(address(recipient));
        recipient.reenter(
            address(distributor),
            abi.encodeCall(IMigrationDistributor.claim, (6, tree.accounts[6], tree.amounts[6], tree.proofOf(6)))
        );
        _distribute(tree, 0, 16);
        if (!distributor.isPaid(HOSTILE)) _claim(tree, HOSTILE);
        _assertAllPaidOnce(tree);
    }
}

/// @notice Runs some recipients with all the gas of the transfer, and then answers that it did not transfer.
contract HookedToken {
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address account => bool) public hooked;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function setHook(address account, bool hooks) external {
        hooked[account] = hooks;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        if (hooked[to]) {
            HookedRecipient(to).tokensReceived();
            return false;
        }
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// @notice Has another leaf paid when it is to be paid itself.
contract HookedRecipient {
    address private target;
    bytes private call;
    bool public succeeded;

    function aim(address target_, bytes calldata call_) external {
        target = target_;
        call = call_;
    }

    function tokensReceived() external {
        (succeeded,) = target.call(call);
    }
}

contract HostileTokenTest is DistributorTest {
    using TestTree for Tree;

    uint256 private constant HOSTILE = 5;

    function _usesToken() internal pure override returns (bool) {
        return true;
    }

    function _deployFor(Tree memory tree, address token_) private {
        token = token_;
        distributor =
            new MigrationDistributor(tree.root(), tree.size, tree.total(), token_, DEADLINE, REMAINDER_TO, OWNER);
        SilentToken(token_).mint(address(distributor), tree.total());
    }

    function test_aTokenThatReturnsNothingPays() external {
        Tree memory tree = TestTree.ofVectors(16);
        _deployFor(tree, address(new SilentToken()));
        _claim(tree, 3);
        _distribute(tree, 0, 16);
        _assertAllPaidOnce(tree);
    }

    function test_whateverWayATokenRefusesTheLeafStaysOpen() external {
        for (uint256 refusal = 1; refusal <= uint256(type(RefusingToken.Refusal).max); ++refusal) {
            Tree memory tree = TestTree.ofVectors(16);
            // In the memory of the call, four zero bytes before this address would read as the word 1.
            address account = address(uint160(1 << 32));
            tree.accounts[HOSTILE] = account;
            tree.build();
            RefusingToken refusing = new RefusingToken();
            _deployFor(tree, address(refusing));
            refusing.refuse(account, RefusingToken.Refusal(refusal));
            _expectEmit();
            emit IMigrationDistributor.PayoutFailed(HOSTILE, account, tree.amounts[HOSTILE]);
            _distribute(tree, 0, 16);
            vm.assertFalse(distributor.isPaid(HOSTILE), 'hostile leaf');
            vm.assertEq(_countPaid(tree), 15, 'bits');
            vm.assertEq(distributor.paidTotal(), tree.total() - tree.amounts[HOSTILE], 'paid total');

            refusing.refuse(account, RefusingToken.Refusal.None);
            _claim(tree, HOSTILE);
            _assertAllPaidOnce(tree);
        }
    }

    function test_aClaimThatTheTokenRefusesReverts() external {
        Tree memory tree = TestTree.ofVectors(16);
        RefusingToken refusing = new RefusingToken();
        _deployFor(tree, address(refusing));
        refusing.refuse(tree.accounts[HOSTILE], RefusingToken.Refusal.ReturnsFalse);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMigrationDistributor.MigrationPayoutRefused.selector, tree.accounts[HOSTILE], tree.amounts[HOSTILE]
            )
        );
        _claim(tree, HOSTILE);
    }

    function test_aFeeOnTransferIsTheHoldersLoss() external {
        Tree memory tree = TestTree.ofVectors(16);
        _deployFor(tree, address(new FeeOnTransferToken()));
        _distribute(tree, 0, 16);
        vm.assertEq(distributor.paidTotal(), tree.total(), 'paid total');
        vm.assertEq(_balanceOf(tree.accounts[1]), tree.amounts[1] - tree.amounts[1] / 100, 'balance');
        vm.assertEq(_balanceOf(address(distributor)), 0, 'balance of the distributor');
    }

    function test_aTokenWhoseCodeIsGonePaysNobody() external {
        Tree memory tree = TestTree.ofVectors(16);
        SilentToken silent = new SilentToken();
        _deployFor(tree, address(silent));
        vm.etch(address(silent), '');
        vm.expectRevert();
        _claim(tree, 0);
        vm.expectRevert();
        _distribute(tree, 0, 16);
    }

    /// @notice While a batch pays it, a recipient has another leaf of the same word paid, and then fails: clearing its
    /// bit must leave the other's.
    function test_clearingTheBitOfAFailureKeepsWhatWasPaidMeanwhile() external {
        HookedToken hooked = new HookedToken();
        HookedRecipient recipient = new HookedRecipient();
        Tree memory tree = TestTree.ofVectors(16);
        tree.accounts[0] = address(recipient);
        tree.build();
        _deployFor(tree, address(hooked));
        hooked.setHook(address(recipient), true);
        recipient.aim(
            address(distributor),
            abi.encodeCall(IMigrationDistributor.claim, (12, tree.accounts[12], tree.amounts[12], tree.proofOf(12)))
        );
        _distribute(tree, 0, 4);
        vm.assertTrue(recipient.succeeded(), 'the claim from within');
        vm.assertTrue(distributor.isPaid(12), 'the leaf paid from within');
        vm.assertFalse(distributor.isPaid(0), 'the leaf that failed');

        hooked.setHook(address(recipient), false);
        _distribute(tree, 0, 16);
        _assertAllPaidOnce(tree);
    }
}
