package io.mskcdc.local.msk;

import io.mskcdc.local.aws.rest.Input;

/**
 * The name and the description of a new resource.
 *
 * @param description null for none
 */
record NameAndDescription(String name, String description) {
  // The service documents only a length. The name is a part of ARNs, so restrict its characters.
  private static final String NAME = "[A-Za-z0-9._-]+";
  private static final int MAX_NAME = 128;
  private static final int MAX_DESCRIPTION = 1024;

  /**
   * Reads both from the members of an input.
   *
   * @param nameMember the required name
   * @param descriptionMember the optional description
   */
  static NameAndDescription read(Input input, String nameMember, String descriptionMember) {
    String name = input.requiredText(nameMember);
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw input.invalid(nameMember, nameMember + " must have 1 to " + MAX_NAME + " characters");
    }
    if (!name.matches(NAME)) {
      throw input.invalid(nameMember, nameMember + " may have letters, digits and . _ - only");
    }
    String description = input.text(descriptionMember).orElse(null);
    if (description != null && description.length() > MAX_DESCRIPTION) {
      throw input.invalid(
          descriptionMember,
          descriptionMember + " may have at most " + MAX_DESCRIPTION + " characters");
    }
    return new NameAndDescription(name, description);
  }
}
