/** Traditional Chinese characters of consent screens in their simplified form, one for one, so that one list of words serves both. */
const PAIRS =
  "們们視视閣阁隱隐絕绝設设關关閉闭協协議议個个資资訊讯條条許许確确認认讀读閱阅瀏浏覽览應应離离開开後后進进裝装權权據据數数處处選选擇择內内與与說说請请問问這这時时機机電电號号碼码驗验證证錄录註注冊册繼继續续體体遊游訪访種种為为會会無无還还過过對对於于來来獲获從从發发現现經经營营聯联絡络繫系統统終终線线結结給给級级網网頁页務务動动勞劳單单獨独圖图團团國国園园壓压實实審审寫写導导層层屬属歲岁師师帳帐廣广廳厅彈弹復复徵征當当擬拟態态慮虑憑凭戶户拋抛損损換换攝摄擔担擊击擋挡斷断書书東东業业樣样標标檢检歡欢歷历殘残氣气決决沒没淺浅測测準准滑滑滿满潛潜點点為为牽牵狀状獎奖環环產产異异疊叠盡尽監监盤盘眾众瞭了矚瞩碼码礎础禮礼稱称積积穩稳競竞筆笔簡简簽签籤签紅红紀纪約约純纯組组維维緒绪編编練练總总績绩繁繁職职聲声脫脱腦脑臉脸舊旧藝艺葉叶藍蓝蘭兰規规覺觉觀观觸触訂订計计討讨訓训記记評评詞词試试詳详誤误調调論论諾诺謝谢識识警警譯译護护變变讓让豐丰貨货責责費费資资賞赏購购贈赠趨趋跡迹車车軟软輕轻載载輯辑輸输辦办邊边達达違违遠远適适遞递遺遗郵邮鄰邻醫医釋释針针鈕钮鎖锁錯错鍵键長长門门閃闪間间閒闲閱阅隊队階阶際际險险雙双難难雲云靜静項项順顺須须預预頻频題题額额願愿類类顯显風风飛飞馬马驅驱體体齡龄點点歡欢轉转邀邀併并並并撥拨";
/** Words that other regions write otherwise, as long in both. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["設定", "设置"], ["設置", "设置"], ["資訊", "信息"], ["資料", "数据"], ["登入", "登录"], ["略過", "跳过"], ["裝置", "设备"],
  ["軟體", "软件"], ["網路", "网络"], ["影片", "视频"], ["訊息", "消息"], ["存取", "访问"], ["夥伴", "伙伴"], ["程式", "程序"],
]); // prettier-ignore
const SIMPLE = new Map<string, string>();
for (let at = 0; at + 1 < PAIRS.length; at += 2) SIMPLE.set(PAIRS.charAt(at), PAIRS.charAt(at + 1));
const ANY_WORD = new RegExp([...WORDS.keys()].join("|"), "gu");
const ANY = new RegExp(`[${[...SIMPLE.keys()].join("")}]`, "gu");

/** @returns a text of the same length */
export function simplified(text: string): string {
  return text.replace(ANY_WORD, (word) => WORDS.get(word) ?? word).replace(ANY, (char) => SIMPLE.get(char) ?? char);
}
