// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Balances that the tests deal out; the base of tokens that misbehave, each in one way.
abstract contract DealtToken {
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address holder => mapping(address spender => uint256 amount)) public allowance;
    uint256 public totalSupply;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function name() external pure returns (string memory) {
        return 'Hostile Token';
    }

    function symbol() external pure returns (string memory) {
        return 'HOSTILE';
    }

    function decimals() external pure returns (uint8) {
        return 18;
    }

    function mint(address to, uint256 amount) external {
        totalSupply += amount;
        balanceOf[to] += amount;
        emit Transfer(address(0), to, amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function _move(address from, address to, uint256 amount) internal {
        require(balanceOf[from] >= amount, 'balance too low');
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @notice Behaves.
contract HonestToken is DealtToken {
    function transfer(address to, uint256 amount) external returns (bool) {
        _move(msg.sender, to, amount);
        emit Transfer(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        require(allowance[from][msg.sender] >= amount, 'allowance too low');
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
        emit Transfer(from, to, amount);
        return true;
    }
}

/// @notice Returns nothing from `transfer`, as tokens before 2018 do.
contract SilentToken is DealtToken {
    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
        emit Transfer(msg.sender, to, amount);
    }
}

/// @notice Refuses some recipients: by false, by reverting, by burning gas, by a huge answer, by a
/// word that is no bool, by less than a word.
contract RefusingToken is DealtToken {
    enum Refusal {
        None,
        ReturnsFalse,
        Reverts,
        BurnsGas,
        ReturnsBomb,
        ReturnsTwo,
        ReturnsFourBytes
    }

    mapping(address account => Refusal) public refusalOf;

    function refuse(address account, Refusal refusal) external {
        refusalOf[account] = refusal;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        Refusal refusal = refusalOf[to];
        if (refusal == Refusal.ReturnsFalse) return false;
        require(refusal != Refusal.Reverts, 'not to you');
        if (refusal == Refusal.BurnsGas) {
            while (true) ++balanceOf[address(1)];
        }
        assembly ('memory-safe') {
            if eq(refusal, 4) { revert(0, 200000) }
            if eq(refusal, 5) {
                mstore(0, 2)
                return(0, 32)
            }
            if eq(refusal, 6) {
                mstore(0, 0)
                return(0, 4)
            }
        }
        _move(msg.sender, to, amount);
        emit Transfer(msg.sender, to, amount);
        return true;
    }
}

/// @notice Keeps one part in a hundred of every transfer for nobody, and logs the whole: logs and balances disagree.
contract FeeOnTransferToken is DealtToken {
    function transfer(address to, uint256 amount) external returns (bool) {
        _move(msg.sender, to, amount);
        balanceOf[to] -= amount / 100;
        emit Transfer(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        _move(from, to, amount);
        balanceOf[to] -= amount / 100;
        emit Transfer(from, to, amount);
        return true;
    }
}

/// @notice Makes the call it was told to make before every transfer, and passes its failure on.
contract ReenteringToken is DealtToken {
    address private target;
    bytes private call;

    function reenter(address target_, bytes calldata call_) external {
        target = target_;
        call = call_;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        _reenter();
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        _reenter();
        _move(from, to, amount);
        return true;
    }

    function _reenter() private {
        if (call.length == 0) return;
        (bool succeeded, bytes memory answer) = target.call(call);
        if (succeeded) return;
        assembly ('memory-safe') {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}

/// @notice Moves what it is told to, and logs one unit more to another holder.
contract LyingToken is DealtToken {
    function transfer(address to, uint256 amount) external returns (bool) {
        _move(msg.sender, to, amount);
        emit Transfer(msg.sender, address(uint160(to) ^ 1), amount + 1);
        return true;
    }
}
