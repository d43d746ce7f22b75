/**
 * What the codes mean by which a Safe says no, for a sentence (Safe.sol and its managers, 1.3.0 and
 * 1.4.1).
 */
export const SAFE_REASONS: Readonly<Record<string, string>> = {
  GS000: 'it could not be set up',
  GS001: 'it has no threshold yet',
  GS002: 'what should set it up is no contract',
  GS010: 'too little gas was given for the call',
  GS011: 'it could not pay for the gas in native coin',
  GS012: 'it could not pay for the gas in tokens',
  GS013: 'the call that it makes fails',
  GS020: 'there are fewer signatures than its threshold',
  GS021: "a contract's signature lies inside the others",
  GS022: "a contract's signature lies behind the end",
  GS023: "a contract's signature is longer than what came",
  GS024: 'a contract among the owners does not accept its signature',
  GS025: 'an owner has not approved the hash',
  GS026:
    'a signature is not of an owner, comes twice or is out of order, or is over something else',
  GS027: 'the bytes for the contracts are not those that were hashed',
  GS030: 'only an owner may approve a hash',
  GS031: 'only the Safe itself may do that',
  GS100: 'its modules are set up already',
  GS101: 'that is no address for a module',
  GS102: 'the module is enabled already',
  GS103: 'the module is not the one behind the one that is named',
  GS104: 'the caller is no module',
  GS105: 'that is no module to begin at',
  GS106: 'a page of modules must have room for one',
  GS200: 'its owners are set up already',
  GS201: 'the threshold would be above the number of owners',
  GS202: 'the threshold must be at least one',
  GS203: 'that is no address for an owner',
  GS204: 'that is an owner already',
  GS205: 'the owner is not the one behind the one that is named',
  GS300: 'the guard is none',
  GS400: 'it cannot be its own fallback handler',
}
