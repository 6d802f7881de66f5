package com.shuge.novel;

/** The shelf, built in so that the app needs no server. */
final class Books {
  private static final String[] TITLES = {"山中来信", "雨巷灯火", "远航的人", "旧城往事", "星河夜谈"};

  private Books() {}

  static String[] titles() {
    return TITLES.clone();
  }

  static String chapter(int index) {
    return "第一章\n\n" + TITLES[index] + "的故事，要从那年秋天说起。村口的老槐树落了一地叶子，邮差推着车慢慢走来。";
  }
}
