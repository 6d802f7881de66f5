package com.linxian.grocer;

/** What the market has today, built in so that the app needs no server. */
final class Goods {
  private static final String[] NAMES = {"本地小青菜", "红心猕猴桃", "手工豆腐", "散养鸡蛋"};

  private Goods() {}

  static String[] names() {
    return NAMES.clone();
  }

  static String about(int index) {
    return NAMES[index] + "，今早到货，傍晚前送达。";
  }
}
