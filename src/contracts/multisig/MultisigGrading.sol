// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ClassRules} from './ClassRules.sol';
import {IGradedMultisig} from './IGradedMultisig.sol';
import {MultisigPolicy} from './MultisigPolicy.sol';
import {TokenCall} from './TokenCall.sol';

/// @title What a proposal takes, by the rule in `IGradedMultisig`.
abstract contract MultisigGrading is MultisigPolicy {
    /// @dev Movements fill from the first; no proposal moves more listed assets than there can be.
    struct Assessment {
        Grade grade;
        address decisiveAsset; // the one whose tier takes most
        uint256 movementCount;
        Movement[] movements;
    }

    /// @inheritdoc IGradedMultisig
    function grade(Call[] calldata calls) external view returns (Grade memory taken) {
        Assessment memory assessment = _assess(calls);
        taken = assessment.grade;
        if (taken.tier != 0) taken.tierCount = _tierCount(assessment.decisiveAsset);
    }

    function _assess(Call[] calldata calls) internal view returns (Assessment memory assessment) {
        uint256 count = calls.length;
        if (count == 0) revert MultisigProposalEmpty();
        uint256 most = count == 1 && _movesOne(calls[0]) ? 1 : 2 * count;
        assessment.movements = new Movement[](most < MAX_ASSETS ? most : MAX_ASSETS);
        ClassRules current = rules;
        OperationClass class;
        for (uint256 i = 0; i < count; ++i) {
            class = _read(assessment, calls[i]);
            _takeClass(assessment.grade, current, class);
        }
        if (count > 1) {
            class = OperationClass.Batch;
            _takeClass(assessment.grade, current, class);
        }
        assessment.grade.class = class;
        _takeTiers(assessment);
    }

    /// @dev Only after the tiers are known, and before anything is called.
    function _recordMovements(Assessment memory assessment) internal {
        for (uint256 i = 0; i < assessment.movementCount; ++i) {
            _recordMovement(assessment.movements[i]);
        }
    }

    function _read(Assessment memory assessment, Call calldata call) private view returns (OperationClass class) {
        (address to, uint256 value, bytes calldata data) = (call.to, call.value, call.data);
        if (to == address(this)) return OperationClass.Policy;
        if (data.length == 0) {
            _move(assessment, address(0), _passableStanding(to), value);
            return OperationClass.Transfer;
        }
        address recipient;
        uint256 amount;
        (class, recipient, amount) = TokenCall.read(data);
        bool isGraded = class != OperationClass.Call && _isListed(to);
        // An allowance of zero gives nothing: it can be revoked even from a denied address.
        bool takesBack = isGraded && class == OperationClass.Approval && amount == 0;
        Standing standing = takesBack ? Standing.None : _passableStanding(recipient);
        if (isGraded) {
            if (value != 0) _move(assessment, address(0), Standing.None, value);
            _move(assessment, to, standing, amount);
        } else {
            _readOther(assessment, call, standing == Standing.Suspect);
        }
    }

    /// @dev A suspect is called, or given what has no tiers, by nobody less than the highest, even where the function is
    /// known. One that is graded by amount never is.
    function _readOther(Assessment memory assessment, Call calldata call, bool givesSuspect) private view {
        (address to, uint256 value, bytes calldata data) = (call.to, call.value, call.data);
        Standing standing = _passableStanding(to);
        if (value != 0) _move(assessment, address(0), standing, value);
        if (givesSuspect || standing == Standing.Suspect) _takeSuspectDelay(assessment.grade);
        else if (data.length >= 4 && isKnownCall(to, bytes4(data[:4]))) return;
        _takeHighest(assessment.grade);
    }

    /// @dev Any other call can move coin and a token.
    function _movesOne(Call calldata call) private pure returns (bool) {
        return call.data.length == 0 || call.value == 0;
    }

    function _move(Assessment memory assessment, address asset, Standing standing, uint256 amount) private view {
        if (standing == Standing.Suspect) _takeSuspectDelay(assessment.grade);
        if (!_isListed(asset)) return _takeHighest(assessment.grade);
        Movement memory movement = _movementOf(assessment, asset);
        movement.moved = _saturatingAdd(movement.moved, amount);
        if (standing != Standing.Allowed) movement.graded = _saturatingAdd(movement.graded, amount);
        if (standing == Standing.Suspect) movement.toSuspect = true;
    }

    function _movementOf(Assessment memory assessment, address asset) private pure returns (Movement memory movement) {
        uint256 count = assessment.movementCount;
        for (uint256 i = 0; i < count; ++i) {
            movement = assessment.movements[i];
            if (movement.asset == asset) return movement;
        }
        movement = assessment.movements[count];
        movement.asset = asset;
        assessment.movementCount = count + 1;
    }

    /// @dev Shows the tier of the asset that takes most; the first one of several.
    function _takeTiers(Assessment memory assessment) private view {
        Grade memory taken = assessment.grade;
        uint256 most;
        for (uint256 i = 0; i < assessment.movementCount; ++i) {
            Movement memory movement = assessment.movements[i];
            (uint8 tier, bool lifted, uint16 threshold) = _tierOf(movement);
            if (threshold > most) {
                most = threshold;
                (taken.tier, taken.lifted, assessment.decisiveAsset) = (tier, lifted, movement.asset);
            }
            if (threshold > taken.threshold) taken.threshold = threshold;
        }
    }

    function _takeHighest(Grade memory taken) private view {
        _takeClass(taken, rules, OperationClass.Policy);
    }

    function _takeSuspectDelay(Grade memory taken) private view {
        uint32 delay = suspectDelay();
        if (delay > taken.delay) taken.delay = delay;
    }

    function _takeClass(Grade memory taken, ClassRules current, OperationClass class) private pure {
        (uint16 threshold, uint32 delay) = current.ruleOf(class);
        if (threshold > taken.threshold) taken.threshold = threshold;
        if (delay > taken.delay) taken.delay = delay;
    }

    function _passableStanding(address account) private view returns (Standing standing) {
        standing = standingOf(account);
        if (standing == Standing.Denied) revert MultisigDenied(account);
    }

    /// @dev Several unlimited approvals in one batch count as one.
    function _saturatingAdd(uint256 a, uint256 b) private pure returns (uint256) {
        unchecked {
            uint256 sum = a + b;
            return sum < a ? type(uint256).max : sum;
        }
    }
}
