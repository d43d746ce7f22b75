// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title A token that behaves like the ERC-20 CMT of 2017, for devnets.
/// @notice The whole supply is credited to the deployer without a `Transfer` event, `decimals` is a `uint256`, the owner
/// can pause every movement, transfers of zero are logged, and failures carry no reason.
/// @custom:name token
/// @custom:deployed-by capstan devnet up
contract CyberMilesToken {
    string public constant name = 'CyberMiles Token';
    string public constant symbol = 'CMT';
    uint256 public constant decimals = 18;
    /// @notice 10^9 CMT, in base units.
    // forge-lint: disable-next-line(mixed-case-function)
    uint256 public constant INITIAL_SUPPLY = 10 ** 27;

    uint256 public totalSupply;
    address public owner;
    bool public paused;
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address holder => mapping(address spender => uint256 amount)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    event Pause();
    event Unpause();

    modifier onlyOwner() {
        require(msg.sender == owner);
        _;
    }

    modifier whenNotPaused() {
        require(!paused);
        _;
    }

    constructor() {
        owner = msg.sender;
        totalSupply = INITIAL_SUPPLY;
        balanceOf[msg.sender] = INITIAL_SUPPLY;
    }

    function transfer(address to, uint256 value) external whenNotPaused returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external whenNotPaused returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        require(value <= allowed);
        _move(from, to, value);
        allowance[from][msg.sender] = allowed - value;
        return true;
    }

    function approve(address spender, uint256 value) external whenNotPaused returns (bool) {
        _approve(spender, value);
        return true;
    }

    function increaseApproval(address spender, uint256 added) external whenNotPaused returns (bool) {
        uint256 allowed = allowance[msg.sender][spender];
        require(added <= type(uint256).max - allowed);
        _approve(spender, allowed + added);
        return true;
    }

    /// @notice Lowers an allowance, to zero when it is smaller than `subtracted`.
    function decreaseApproval(address spender, uint256 subtracted) external whenNotPaused returns (bool) {
        uint256 allowed = allowance[msg.sender][spender];
        _approve(spender, subtracted > allowed ? 0 : allowed - subtracted);
        return true;
    }

    function pause() external onlyOwner whenNotPaused {
        paused = true;
        emit Pause();
    }

    function unpause() external onlyOwner {
        require(paused);
        paused = false;
        emit Unpause();
    }

    function transferOwnership(address newOwner) external onlyOwner {
        require(newOwner != address(0));
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }

    function _move(address from, address to, uint256 value) private {
        require(to != address(0));
        require(value <= balanceOf[from]);
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }

    function _approve(address spender, uint256 value) private {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
    }
}
