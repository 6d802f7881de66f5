package com.pursebook.app;

/** The privacy policy that this release comes with. */
final class Policy {
  static final int EDITION = 2;

  private Policy() {}
}
