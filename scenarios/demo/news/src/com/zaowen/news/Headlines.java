package com.zaowen.news;

/** The stories of the day, built in so that the app needs no server. */
final class Headlines {
  private static final String[] TITLES = {
    "城市公园新增步道二十公里", "高铁新线今日开通运营", "博物馆推出夜间开放", "农民丰收节各地举办", "科学家发现新的深海鱼类", "青少年足球联赛开幕",
  };

  private Headlines() {}

  static String[] titles() {
    return TITLES.clone();
  }

  static String body(int index) {
    return TITLES[index] + "。记者今天从有关部门了解到，相关工作正在有序推进，市民反响热烈。";
  }
}
