package com.linxian.grocer;

/** Stands in for a server: a phone number of eleven digits and a password of at least eight characters go through. */
final class Account {
  private static final int PHONE_DIGITS = 11;
  private static final int LEAST_PASSWORD = 8;

  private Account() {}

  static boolean opens(String phone, String password) {
    return phone.length() == PHONE_DIGITS && password.length() >= LEAST_PASSWORD;
  }
}
