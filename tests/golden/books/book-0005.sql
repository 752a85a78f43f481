PRAGMA application_id=1514686786;
BEGIN TRANSACTION;
CREATE TABLE answers (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    submission INTEGER NOT NULL,
    position INTEGER NOT NULL,
    act TEXT NOT NULL CHECK (act <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    ground TEXT NOT NULL,
    document_sha256 TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (submission, position),
    FOREIGN KEY (submission, position) REFERENCES findings (submission, position)
) STRICT;
INSERT INTO "answers" VALUES(1,1,1,'confirm','新炉投产','02','','zhou','2025-07-22T02:00:00Z');
CREATE TABLE base_answers (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    statement TEXT NOT NULL REFERENCES base_statements (id),
    enterprise TEXT NOT NULL,
    row_sha256 TEXT NOT NULL CHECK (length(row_sha256) = 64),
    act TEXT NOT NULL CHECK (act IN ('confirm', 'dispute', 'uphold')),
    reason TEXT NOT NULL,
    document_sha256 TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
INSERT INTO "base_answers" VALUES(1,'base-steel-2025-38471899','TB-1','df525ef9c31c2df04b730f675238120953a58c3c059bda36a27897eddc7aa977','confirm','','','wang','2025-01-12T02:00:00Z');
INSERT INTO "base_answers" VALUES(2,'base-steel-2025-38471899','TB-2','948afd1529789602d94a70a6f8b408bfa31d3486e000b081ae6a3da10a907b53','dispute','基数偏低','fa6bfe0d8421f66f86ffd3ce519199f08e4e9052bb5bac2de645e99f8668e03f','wang','2025-01-12T02:00:00Z');
INSERT INTO "base_answers" VALUES(3,'base-steel-2025-38471899','TB-2','948afd1529789602d94a70a6f8b408bfa31d3486e000b081ae6a3da10a907b53','uphold','与月报一致','','li','2025-01-13T02:00:00Z');
CREATE TABLE base_statements (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    sector TEXT NOT NULL,
    plan_year INTEGER NOT NULL,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    body TEXT NOT NULL
) STRICT;
INSERT INTO "base_statements" VALUES('base-steel-2025-38471899',1,'steel',2025,'384718991c2a5e0c7f5137c085e3a1d3310a657b5ba34ffb1d380e447b9bfa07','{"closes":"2025-01-22","opens":"2025-01-12","plan_year":2025,"rows":[{"base_t":3011638,"capacity_t":3600000,"enterprise":"TB-1","history_t":{"2023":3011638,"2024":3011638},"score":"1.185104"},{"base_t":1213006,"capacity_t":1500000,"enterprise":"TB-2","history_t":{"2023":1213006,"2024":1213006},"score":"0.680911"}],"rule":"mean_within_capacity","rulebook_sha256":"139713889489fe28d5c4671c41418b7ca0f3489771302ec6263568e2958a19f0","sector":"steel","stated_by":"wang"}');
CREATE TABLE book_secret (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number = 1),
    secret TEXT NOT NULL CHECK (length(secret) = 64)
) STRICT;
INSERT INTO "book_secret" VALUES(1,'5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e');
CREATE TABLE contents (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL
) STRICT;
INSERT INTO "contents" VALUES('0744ab84dd4bdc8a13fd05673c4496a3987be5d100b4797ba6de510994bbf700',X'7261772066696C65206F6620323032332D30312E2E3032');
INSERT INTO "contents" VALUES('7547816fcffc10207b5b91c0061f01c92aa3547958f6efd788fbf32d786c7ad8',X'7261772066696C65206F6620323032332D3033');
INSERT INTO "contents" VALUES('45db961f6cecc6ef0782f388c97d0d91f19f2c31504a2d185cbe8cf68f77dec6',X'7261772066696C65206F6620323032332D3034');
INSERT INTO "contents" VALUES('41abe744e5001f3367ccc71690bb039bc5804b648f23668adb7d735e2c6c2f7b',X'7261772066696C65206F6620323032332D3035');
INSERT INTO "contents" VALUES('57c8b349d165c9dba03670942ef3825ad9b9795c33d5b56642856501db3d627f',X'7261772066696C65206F6620323032332D3036');
INSERT INTO "contents" VALUES('140dd5db1e391db8f9c6d3a488bdca1b7f92a52e428183283a1a0861fccafd2c',X'7261772066696C65206F6620323032332D3037');
INSERT INTO "contents" VALUES('39d429b3932c94fbb4e4ac54ca51db461289d593a15b339f6afdddf19c12b7b0',X'7261772066696C65206F6620323032332D3038');
INSERT INTO "contents" VALUES('556133b5c7ae229d2bb4ab628ab1d70cc3ae20d1ebc10016e09f2920a502bbdb',X'7261772066696C65206F6620323032332D3039');
INSERT INTO "contents" VALUES('1006840290563d3bb4ece3b9de30d28e9418ca8a5c29467d8dff03a6e3bec5d1',X'7261772066696C65206F6620323032332D3130');
INSERT INTO "contents" VALUES('fca5315cc2c28376016d9f1a7635728f56e9abe57b5051f5281e2cebc1336aab',X'7261772066696C65206F6620323032332D3131');
INSERT INTO "contents" VALUES('1c26f0c79709e8a9a6a714be50660e717c1626cc6397d15583bda1d0b03bd610',X'7261772066696C65206F6620323032332D3132');
INSERT INTO "contents" VALUES('48f9ec38e0fa864c736c48a46d0be6a25c85c37e93c1d581b4095afeff71b543',X'7261772066696C65206F6620323032342D30312E2E3032');
INSERT INTO "contents" VALUES('eff5e02007f98cdd3c35637aae829b5fd2acc83693a8fbde6f06947bd37a281e',X'7261772066696C65206F6620323032342D3033');
INSERT INTO "contents" VALUES('a7eaa9475b326f7745289c53c0df78da700d60e4313e58bb428950aedb202022',X'7261772066696C65206F6620323032342D3034');
INSERT INTO "contents" VALUES('ff43bb36433c5fbcbe4736190ca1d0d7dda0cda45a7e544779fb68657a0a200c',X'7261772066696C65206F6620323032342D3035');
INSERT INTO "contents" VALUES('1a892608f34c94bf18b15083d176eb2110cab413703ae5bcf891ec88f9f8de52',X'7261772066696C65206F6620323032342D3036');
INSERT INTO "contents" VALUES('e50eb3b506a56249b4b822fe151e9495b8a47595e902bfafd2cc6f0c26431b10',X'7261772066696C65206F6620323032342D3037');
INSERT INTO "contents" VALUES('3815680be76ae40fd2cc5564e006e2ca641c292cf0993ef62b13c5580cc7d068',X'7261772066696C65206F6620323032342D3038');
INSERT INTO "contents" VALUES('64ec36e8087af3e9148fe0a9fc518252c0144dbfd5a480686fb681727155f01f',X'7261772066696C65206F6620323032342D3039');
INSERT INTO "contents" VALUES('619ec4c7fb379b8d3489743baf08aba3318eb96a93c843cba364869c2f0e1504',X'7261772066696C65206F6620323032342D3130');
INSERT INTO "contents" VALUES('37a1e95e51fb89cedc87f2d5e08a60ea2916784747dae54d3973141b5c7caa2f',X'7261772066696C65206F6620323032342D3131');
INSERT INTO "contents" VALUES('1e84835657b090c5365816685e247caa8b2628632ab650c3f5752fde155796c4',X'7261772066696C65206F6620323032342D3132');
INSERT INTO "contents" VALUES('fa6bfe0d8421f66f86ffd3ce519199f08e4e9052bb5bac2de645e99f8668e03f',X'6C6574746572206F662054422D32');
INSERT INTO "contents" VALUES('6f42c91a27598eaab7eac5e693ed8da333e1c87a4b63ab183defef5fbde130a8',X'7261772066696C65206F6620323032352D30312E2E3032');
INSERT INTO "contents" VALUES('221d079928f129aefc4d4ab421720d2730657b533753e41ef65153466547a182',X'7261772066696C65206F6620323032352D3033');
INSERT INTO "contents" VALUES('51367037f8cc3b0127010c91731dab9ca371bccfebc9578eb8ec19eef3427a59',X'7261772066696C65206F6620323032352D3034');
INSERT INTO "contents" VALUES('86f7f20cd0df871acb3a1064d50eeeed777d0035e769835b99eb867e78525057',X'7261772066696C65206F6620323032352D3035');
INSERT INTO "contents" VALUES('31d8da11ea3a2aa4100b926f4cf36e097d0a1bb65335a3f9589add07360fc600',X'7261772066696C65206F6620323032352D3036');
INSERT INTO "contents" VALUES('f80105efab6d863fd8fc243d269094469e2277e8f12e5a0a9f401e88494f7b4b',X'6C6574746572');
INSERT INTO "contents" VALUES('032e84c891d536dc5ed55869fed37585dd687141e99d73e36c75cd20011c3166',X'7B226174223A22323032352D30362D32345430323A30303A30305A222C22646F63756D656E74223A226C65747465722E706466222C22646F63756D656E745F736861323536223A2266383031303565666162366438363366643866633234336432363930393434363965323237376538663132653561306139663430316538383439346637623462222C226769766572223A2254422D31222C2267726F7570223A2254422D47222C22706572736F6E223A2277616E67222C22706C616E5F79656172223A323032352C22736563746F72223A22737465656C222C2274616B6572223A2254422D32222C22746F6E6E6573223A313030307D');
INSERT INTO "contents" VALUES('26c9d6ed9a5e6aa2e512ce3c261a88092085e32eb23776e2ce33a20729bf2306',X'E4BC81E4B89A2CE5AD97E6AEB52CE695B0E580BC0A54422D312C63727564655F737465656C5F742C3235313030330A');
INSERT INTO "contents" VALUES('6e8c67024914f276d21dc8d0743e192aef4f2c9517398a06438f909e7cf7e9dc',X'616363657074656420323032352D30392D3031');
CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'issued', 'withdrawn')),
    body TEXT NOT NULL
) STRICT;
INSERT INTO "decisions" VALUES('steel-2025-efdf6d53',1,'efdf6d539d793dd8391806b0590953d32a86234e8e27775d7585b4a6ecec950b','draft','{"as_of":"","cap_t":4000000,"claimants":[{"capacity_t":3600000,"enterprise":"TB-1","grade":"B","history_t":{"2023":3011638,"2024":3011638},"is_vetoed":false,"made_t":0,"measures":[{"denominator":"3011637.5","indicator":"value_added_per_t","numerator":"3202751213"},{"denominator":"3011637.5","indicator":"taxes_per_t","numerator":"632443875"},{"denominator":"3011637.5","indicator":"high_end_share","numerator":"1505818.75"},{"denominator":"3011637.5","indicator":"energy_per_t","numerator":"1686517"},{"denominator":"12197131875","indicator":"rd_intensity","numerator":"123477137.5"},{"denominator":"3600000","indicator":"capability","numerator":"3011637.5"}],"sources":[["TB-1/2023-01..02/v1","0744ab84dd4bdc8a13fd05673c4496a3987be5d100b4797ba6de510994bbf700"],["TB-1/2023-03/v1","7547816fcffc10207b5b91c0061f01c92aa3547958f6efd788fbf32d786c7ad8"],["TB-1/2023-04/v1","45db961f6cecc6ef0782f388c97d0d91f19f2c31504a2d185cbe8cf68f77dec6"],["TB-1/2023-05/v1","41abe744e5001f3367ccc71690bb039bc5804b648f23668adb7d735e2c6c2f7b"],["TB-1/2023-06/v1","57c8b349d165c9dba03670942ef3825ad9b9795c33d5b56642856501db3d627f"],["TB-1/2023-07/v1","140dd5db1e391db8f9c6d3a488bdca1b7f92a52e428183283a1a0861fccafd2c"],["TB-1/2023-08/v1","39d429b3932c94fbb4e4ac54ca51db461289d593a15b339f6afdddf19c12b7b0"],["TB-1/2023-09/v1","556133b5c7ae229d2bb4ab628ab1d70cc3ae20d1ebc10016e09f2920a502bbdb"],["TB-1/2023-10/v1","1006840290563d3bb4ece3b9de30d28e9418ca8a5c29467d8dff03a6e3bec5d1"],["TB-1/2023-11/v1","fca5315cc2c28376016d9f1a7635728f56e9abe57b5051f5281e2cebc1336aab"],["TB-1/2023-12/v1","1c26f0c79709e8a9a6a714be50660e717c1626cc6397d15583bda1d0b03bd610"],["TB-1/2024-01..02/v1","48f9ec38e0fa864c736c48a46d0be6a25c85c37e93c1d581b4095afeff71b543"],["TB-1/2024-03/v1","eff5e02007f98cdd3c35637aae829b5fd2acc83693a8fbde6f06947bd37a281e"],["TB-1/2024-04/v1","a7eaa9475b326f7745289c53c0df78da700d60e4313e58bb428950aedb202022"],["TB-1/2024-05/v1","ff43bb36433c5fbcbe4736190ca1d0d7dda0cda45a7e544779fb68657a0a200c"],["TB-1/2024-06/v1","1a892608f34c94bf18b15083d176eb2110cab413703ae5bcf891ec88f9f8de52"],["TB-1/2024-07/v1","e50eb3b506a56249b4b822fe151e9495b8a47595e902bfafd2cc6f0c26431b10"],["TB-1/2024-08/v1","3815680be76ae40fd2cc5564e006e2ca641c292cf0993ef62b13c5580cc7d068"],["TB-1/2024-09/v1","64ec36e8087af3e9148fe0a9fc518252c0144dbfd5a480686fb681727155f01f"],["TB-1/2024-10/v1","619ec4c7fb379b8d3489743baf08aba3318eb96a93c843cba364869c2f0e1504"],["TB-1/2024-11/v1","37a1e95e51fb89cedc87f2d5e08a60ea2916784747dae54d3973141b5c7caa2f"],["TB-1/2024-12/v1","1e84835657b090c5365816685e247caa8b2628632ab650c3f5752fde155796c4"]],"tier":"leading"},{"capacity_t":1500000,"enterprise":"TB-2","grade":"B","history_t":{"2023":1213006,"2024":1213006},"is_vetoed":false,"made_t":0,"measures":[{"denominator":"1213005.5","indicator":"value_added_per_t","numerator":"772948433"},{"denominator":"1213005.5","indicator":"taxes_per_t","numerator":"181950825"},{"denominator":"1213005.5","indicator":"high_end_share","numerator":"121300.55"},{"denominator":"1213005.5","indicator":"energy_per_t","numerator":"715673.24"},{"denominator":"4912672275","indicator":"rd_intensity","numerator":"26686121"},{"denominator":"1500000","indicator":"capability","numerator":"1213005.5"}],"sources":[["TB-2/2023-01..02/v1","0744ab84dd4bdc8a13fd05673c4496a3987be5d100b4797ba6de510994bbf700"],["TB-2/2023-03/v1","7547816fcffc10207b5b91c0061f01c92aa3547958f6efd788fbf32d786c7ad8"],["TB-2/2023-04/v1","45db961f6cecc6ef0782f388c97d0d91f19f2c31504a2d185cbe8cf68f77dec6"],["TB-2/2023-05/v1","41abe744e5001f3367ccc71690bb039bc5804b648f23668adb7d735e2c6c2f7b"],["TB-2/2023-06/v1","57c8b349d165c9dba03670942ef3825ad9b9795c33d5b56642856501db3d627f"],["TB-2/2023-07/v1","140dd5db1e391db8f9c6d3a488bdca1b7f92a52e428183283a1a0861fccafd2c"],["TB-2/2023-08/v1","39d429b3932c94fbb4e4ac54ca51db461289d593a15b339f6afdddf19c12b7b0"],["TB-2/2023-09/v1","556133b5c7ae229d2bb4ab628ab1d70cc3ae20d1ebc10016e09f2920a502bbdb"],["TB-2/2023-10/v1","1006840290563d3bb4ece3b9de30d28e9418ca8a5c29467d8dff03a6e3bec5d1"],["TB-2/2023-11/v1","fca5315cc2c28376016d9f1a7635728f56e9abe57b5051f5281e2cebc1336aab"],["TB-2/2023-12/v1","1c26f0c79709e8a9a6a714be50660e717c1626cc6397d15583bda1d0b03bd610"],["TB-2/2024-01..02/v1","48f9ec38e0fa864c736c48a46d0be6a25c85c37e93c1d581b4095afeff71b543"],["TB-2/2024-03/v1","eff5e02007f98cdd3c35637aae829b5fd2acc83693a8fbde6f06947bd37a281e"],["TB-2/2024-04/v1","a7eaa9475b326f7745289c53c0df78da700d60e4313e58bb428950aedb202022"],["TB-2/2024-05/v1","ff43bb36433c5fbcbe4736190ca1d0d7dda0cda45a7e544779fb68657a0a200c"],["TB-2/2024-06/v1","1a892608f34c94bf18b15083d176eb2110cab413703ae5bcf891ec88f9f8de52"],["TB-2/2024-07/v1","e50eb3b506a56249b4b822fe151e9495b8a47595e902bfafd2cc6f0c26431b10"],["TB-2/2024-08/v1","3815680be76ae40fd2cc5564e006e2ca641c292cf0993ef62b13c5580cc7d068"],["TB-2/2024-09/v1","64ec36e8087af3e9148fe0a9fc518252c0144dbfd5a480686fb681727155f01f"],["TB-2/2024-10/v1","619ec4c7fb379b8d3489743baf08aba3318eb96a93c843cba364869c2f0e1504"],["TB-2/2024-11/v1","37a1e95e51fb89cedc87f2d5e08a60ea2916784747dae54d3973141b5c7caa2f"],["TB-2/2024-12/v1","1e84835657b090c5365816685e247caa8b2628632ab650c3f5752fde155796c4"]],"tier":"normative"}],"code_version":"test","drafted_by":"wang","ledger_head":"0000000000000000000000000000000000000000000000000000000000000000","mean_score":"1.040337","plan_year":2025,"quantity":"crude_steel_t","reserve_t":80000,"rulebook":{"authority":{"en":"Liaohe Bureau of Industry and Information Technology (fictional)","zh":"辽河市工业和信息化局(虚构)"},"base":{"clause":"4","rule":"mean_within_capacity"},"bounds":{"clause":"7","rule":"base_and_capacity"},"clauses":{"1":{"en":"These measures apply to every enterprise of the city with compliant steelmaking capacity, from 1 January to 31 December 2025.","zh":"本办法适用于全市持有合规炼钢产能的企业，自2025年1月1日起施行，有效期至2025年12月31日。"},"10":{"en":"Unused quota is recalled at the year''s end; output beyond quota becomes debt, to be deducted as the measures of a later year provide.","zh":"未使用的指标年末收回；超产部分记入欠账，由以后年度的办法规定如何扣减。"},"11":{"en":"An enterprise may appeal in writing within ten days of receiving its notice.","zh":"企业对指标有异议的，可在收到通知书之日起十日内书面申诉。"},"2":{"en":"The city''s total equals the actual output of the year before; the year ends neither above nor short of it.","zh":"全市粗钢产量总量控制数等于上年实际产量，年末既不突破，也不低于该水平。"},"3":{"en":"Two per cent of the total is kept in reserve.","zh":"总量的百分之二留作预留指标。"},"4":{"en":"An enterprise''s base is its mean output of the two years before and no more than its compliant capacity.","zh":"企业基数取前两年实际产量的平均数，且不超过合规产能。"},"5":{"en":"The contribution score is made of value added per tonne, taxes per tonne, high-end share, energy per tonne, R&D intensity and use of capacity; one item counts at most one and a half times its reference.","zh":"贡献分由吨钢增加值、吨钢税收、高端产品占比、单位能耗、研发强度和产能利用率构成，单项得分不超过基准的一点五倍。"},"6":{"en":"Quota is tilted to higher contribution with an exponent of one.","zh":"指标按贡献分向贡献大的企业倾斜，倾斜系数为一。"},"7":{"en":"A quota lies between 90 and 110 per cent of the base, is at most 120 per cent of compliant capacity and at least what was already made in the year.","zh":"企业指标不低于基数的百分之九十、不高于基数的百分之一百一十，不超过合规产能的百分之一百二十，且不低于当年已完成产量。"},"8":{"en":"Quotas are whole tonnes by largest remainder, ties by enterprise code.","zh":"指标以吨为单位取整，按最大余数法分配尾数，余数相同的按企业编码排序。"},"9":{"en":"The score of a leading enterprise is multiplied by 1.05, of a non-conforming one by 0.9; a grave safety or environment accident sets it to zero.","zh":"引领型规范企业贡献分乘以一点零五；不符合规范条件的企业乘以零点九；当年发生重大安全或环境事故的企业贡献分为零。"}},"deduction":{"clause":"10","slices":[{"factor":"1","up_to":"0.1"},{"factor":"1.2","up_to":"0.2"},{"factor":"1.4","up_to":"0.4"},{"factor":"1.8","up_to":"0.5"},{"factor":"2","up_to":null}]},"effective":"2025-01-01","expires":"2025-12-31","indicators":[{"actionable":true,"clause":"5","code":"value_added_per_t","denominator":"crude_steel_t","direction":"benefit","missing":"refuse","name":{"en":"value added per tonne","zh":"吨钢增加值"},"numerator":["value_added_yuan"],"price_normalised":true,"reference":"group_mean","weight":"0.25"},{"actionable":true,"clause":"5","code":"taxes_per_t","denominator":"crude_steel_t","direction":"benefit","missing":"refuse","name":{"en":"taxes per tonne","zh":"吨钢税收"},"numerator":["taxes_yuan"],"price_normalised":false,"reference":"group_mean","weight":"0.2"},{"actionable":true,"clause":"5","code":"high_end_share","denominator":"steel_products_t","direction":"benefit","missing":"zero","name":{"en":"high-end share","zh":"高端产品占比"},"numerator":["high_end"],"price_normalised":false,"reference":"group_mean","weight":"0.2"},{"actionable":true,"clause":"5","code":"energy_per_t","denominator":"crude_steel_t","direction":"cost","missing":"refuse","name":{"en":"energy per tonne","zh":"吨钢综合能耗"},"numerator":["energy_tce"],"price_normalised":false,"reference":"group_mean","weight":"0.15"},{"actionable":true,"clause":"5","code":"rd_intensity","denominator":"sales_revenue_yuan","direction":"benefit","missing":"zero","name":{"en":"R&D intensity","zh":"研发强度"},"numerator":["rd_expense_yuan"],"price_normalised":false,"reference":"group_mean","weight":"0.1"},{"actionable":false,"clause":"5","code":"capability","denominator":"capacity","direction":"benefit","missing":"refuse","name":{"en":"use of compliant capacity","zh":"产能利用率"},"numerator":["crude_steel_t"],"price_normalised":false,"reference":"group_mean","weight":"0.1"}],"issued":"2025-01-10","method":{"clause":"6","rule":"contribution_tilt"},"multipliers":[{"attribute":"tier","clause":"9","factor":"1.05","value":"leading"},{"attribute":"tier","clause":"9","factor":"0.9","value":"nonconforming"},{"attribute":"veto","clause":"9","factor":"0","value":"yes"}],"parameters":{"appeal_days":{"clause":"11","unit":"day","values":{"2025-01-01":"10"}},"base_window_days":{"clause":"4","unit":"day","values":{"2025-01-01":"10"}},"base_years":{"clause":"4","unit":"year","values":{"2025-01-01":"2"}},"cap_t":{"clause":"2","unit":"t","values":{"2025-01-01":"4000000","2025-03-01":"4120000"}},"capacity_factor":{"clause":"7","unit":"1","values":{"2025-01-01":"1.2"}},"carry_share":{"clause":"10","unit":"1","values":{"2025-01-01":"0.1"}},"ceiling_delta":{"clause":"7","unit":"1","values":{"2025-01-01":"0.1"}},"floor_delta":{"clause":"7","unit":"1","values":{"2025-01-01":"0.1"}},"interim_share":{"clause":"10","unit":"1","values":{"2025-01-01":"0.5"}},"payback_most_share":{"clause":"10","unit":"1","values":{"2025-01-01":"0.5"}},"payback_years":{"clause":"10","unit":"year","values":{"2025-01-01":"2"}},"reserve_share":{"clause":"3","unit":"1","values":{"2025-01-01":"0.02"}},"score_cap":{"clause":"5","unit":"1","values":{"2025-01-01":"1.5"}},"tilt_beta":{"clause":"6","unit":"1","values":{"2025-01-01":"1"}}},"plan_year":2025,"quantity":"crude_steel_t","rounding":{"clause":"8","rule":"largest_remainder"},"rulebook":"liaohe-steel-2025","scope":{"clause":"1","rule":"compliant_capacity"},"sector":"steel","settlement":{"clause":"10","rule":"carry_and_deduct"},"title":{"en":"Liaohe measures for the allocation of crude-steel quota, 2025","zh":"辽河市2025年粗钢产量指标分配办法"}},"rulebook_sha256":"139713889489fe28d5c4671c41418b7ca0f3489771302ec6263568e2958a19f0","scale":"202021000000000/245051379616799","sector":"steel","sector_data":{"catalogues":[{"fields":["auto_sheet_t","bearing_gear_bar_t","electrical_steel_t","special_alloy_t"],"first_year":2021,"version":"2021"},{"fields":["auto_sheet_t","bearing_gear_bar_t","electrical_steel_t","pipeline_plate_t","special_alloy_t"],"first_year":2024,"version":"2024"}],"fields":{"auto_sheet_t":"flow","bearing_gear_bar_t":"flow","coated_sheet_t":"flow","cold_sheet_t":"flow","crude_steel_t":"flow","electrical_steel_t":"flow","energy_tce":"flow","gross_output_yuan":"flow","hot_coil_t":"flow","hull_plate_t":"flow","medium_plate_t":"flow","pipeline_plate_t":"flow","rd_expense_yuan":"flow","rebar_t":"flow","sales_revenue_yuan":"flow","section_t":"flow","special_alloy_t":"flow","steel_products_t":"flow","taxes_yuan":"flow","value_added_yuan":"flow","wire_rod_t":"flow"},"id":"steel","output":"steel_products_t","products":[{"field":"rebar_t","reference_price_yuan_per_t":3800},{"field":"wire_rod_t","reference_price_yuan_per_t":3950},{"field":"section_t","reference_price_yuan_per_t":3900},{"field":"medium_plate_t","reference_price_yuan_per_t":3950},{"field":"hot_coil_t","reference_price_yuan_per_t":3900},{"field":"cold_sheet_t","reference_price_yuan_per_t":4550},{"field":"coated_sheet_t","reference_price_yuan_per_t":4850},{"field":"hull_plate_t","reference_price_yuan_per_t":4750},{"field":"pipeline_plate_t","reference_price_yuan_per_t":5300},{"field":"auto_sheet_t","reference_price_yuan_per_t":6100},{"field":"electrical_steel_t","reference_price_yuan_per_t":9800},{"field":"bearing_gear_bar_t","reference_price_yuan_per_t":5500},{"field":"special_alloy_t","reference_price_yuan_per_t":12500}],"quantity":"crude_steel_t"},"shares":[{"base_t":3011638,"binding":"","ceiling_reason":"ceiling.base","ceiling_t":3312801,"enterprise":"TB-1","floor_reason":"floor.base","floor_t":2710475,"indicators":[{"indicator":"value_added_per_t","reference":"941.073516981","score":"1.130048","treatment":"","value":"1063.458405270","weight":"0.25"},{"indicator":"taxes_per_t","reference":"192.772430712","score":"1.089367","treatment":"","value":"210.000000000","weight":"0.20"},{"indicator":"high_end_share","reference":"0.385149538","score":"1.298197","treatment":"","value":"0.500000000","weight":"0.20"},{"indicator":"energy_per_t","reference":"0.568613783","score":"1.015382","treatment":"","value":"0.560000000","weight":"0.15"},{"indicator":"rd_intensity","reference":"0.008776445","score":"1.153480","treatment":"","value":"0.010123457","weight":"0.10"},{"indicator":"capability","reference":"0.828361373","score":"1.009905","treatment":"","value":"0.836565972","weight":"0.10"}],"multiplier":"1.05","parts":[{"code":"base","tonnes":2794465},{"code":"indicator.value_added_per_t","tonnes":77591},{"code":"indicator.taxes_per_t","tonnes":42656},{"code":"indicator.high_end_share","tonnes":142332},{"code":"indicator.energy_per_t","tonnes":5307},{"code":"indicator.rd_intensity","tonnes":36628},{"code":"indicator.capability","tonnes":2308},{"code":"multiplier","tonnes":38670},{"code":"redistribution","tonnes":-311663},{"code":"rounding","tonnes":0}],"quota_t":2828294,"score":"1.185104","tilt":"1.139153947"},{"base_t":1213006,"binding":"floor.base","ceiling_reason":"ceiling.base","ceiling_t":1334306,"enterprise":"TB-2","floor_reason":"floor.base","floor_t":1091706,"indicators":[{"indicator":"value_added_per_t","reference":"941.073516981","score":"0.677118","treatment":"","value":"637.217583102","weight":"0.25"},{"indicator":"taxes_per_t","reference":"192.772430712","score":"0.778120","treatment":"","value":"150.000000000","weight":"0.20"},{"indicator":"high_end_share","reference":"0.385149538","score":"0.259639","treatment":"","value":"0.100000000","weight":"0.20"},{"indicator":"energy_per_t","reference":"0.568613783","score":"0.963752","treatment":"","value":"0.589999996","weight":"0.15"},{"indicator":"rd_intensity","reference":"0.008776445","score":"0.618941","treatment":"","value":"0.005432099","weight":"0.10"},{"indicator":"capability","reference":"0.828361373","score":"0.976229","treatment":"","value":"0.808670333","weight":"0.10"}],"multiplier":"1","parts":[{"code":"base","tonnes":1125535},{"code":"indicator.value_added_per_t","tonnes":-77591},{"code":"indicator.taxes_per_t","tonnes":-42656},{"code":"indicator.high_end_share","tonnes":-142332},{"code":"indicator.energy_per_t","tonnes":-5307},{"code":"indicator.rd_intensity","tonnes":-36629},{"code":"indicator.capability","tonnes":-2308},{"code":"multiplier","tonnes":-38670},{"code":"redistribution","tonnes":-125529},{"code":"bound.floor.base","tonnes":437193},{"code":"rounding","tonnes":0}],"quota_t":1091706,"score":"0.680911","tilt":"0.654510029"}]}');
CREATE TABLE entries (
    seq INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    id TEXT NOT NULL UNIQUE,
    sector TEXT NOT NULL,
    plan_year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
    body TEXT NOT NULL
) STRICT;
INSERT INTO "entries" VALUES(1,'propose:steel-2025-efdf6d53','steel',2025,'propose','','a9a3618b0ab474163756866d19b9345b1c5b3d6c11dc8c9b6a4b89ffb84cd87c','{"actor":"wang","basis":"efdf6d539d793dd8391806b0590953d32a86234e8e27775d7585b4a6ecec950b","corrects":"","id":"propose:steel-2025-efdf6d53","kind":"propose","month":"","not_before":"","plan_year":2025,"postings":[],"previous":"0000000000000000000000000000000000000000000000000000000000000000","proposal":"","reason":"propose.decision","recorded_at":"2025-01-24T02:00:00Z","sector":"steel","seq":1,"version":2}');
INSERT INTO "entries" VALUES(2,'approve:steel-2025-efdf6d53','steel',2025,'approve','','71429de527e924dce29d1aeefc0e20c8d2fe823f24e5e9e0f056075eef8011a1','{"actor":"li","basis":"efdf6d539d793dd8391806b0590953d32a86234e8e27775d7585b4a6ecec950b","corrects":"","id":"approve:steel-2025-efdf6d53","kind":"approve","month":"","not_before":"","plan_year":2025,"postings":[],"previous":"a9a3618b0ab474163756866d19b9345b1c5b3d6c11dc8c9b6a4b89ffb84cd87c","proposal":"propose:steel-2025-efdf6d53","reason":"approve.decision","recorded_at":"2025-01-25T02:00:00Z","sector":"steel","seq":2,"version":2}');
INSERT INTO "entries" VALUES(3,'issue:steel-2025-efdf6d53','steel',2025,'issue','','2bbe3a9b9481fc6becc16dbc1f8d96a13bfdd8ace5d0edf7850926d12bc24ff4','{"actor":"li","basis":"efdf6d539d793dd8391806b0590953d32a86234e8e27775d7585b4a6ecec950b","corrects":"","id":"issue:steel-2025-efdf6d53","kind":"issue","month":"","not_before":"","plan_year":2025,"postings":[],"previous":"71429de527e924dce29d1aeefc0e20c8d2fe823f24e5e9e0f056075eef8011a1","proposal":"propose:steel-2025-efdf6d53","reason":"issue.decision","recorded_at":"2025-01-25T02:00:00Z","sector":"steel","seq":3,"version":2}');
INSERT INTO "entries" VALUES(4,'cap:steel-2025-efdf6d53','steel',2025,'cap','','66869ac9cefcd7b42e30c406f0de1062e94501074f45bce0ba9fc7d92e4450e8','{"actor":"li","basis":"efdf6d539d793dd8391806b0590953d32a86234e8e27775d7585b4a6ecec950b","corrects":"","id":"cap:steel-2025-efdf6d53","kind":"cap","month":"","not_before":"","plan_year":2025,"postings":[["cap",-4000000],["pool",4000000]],"previous":"2bbe3a9b9481fc6becc16dbc1f8d96a13bfdd8ace5d0edf7850926d12bc24ff4","proposal":"propose:steel-2025-efdf6d53","reason":"allocation.first","recorded_at":"2025-01-25T02:00:00Z","sector":"steel","seq":4,"version":2}');
INSERT INTO "entries" VALUES(5,'reserve:steel-2025-efdf6d53','steel',2025,'reserve','','7eb09e60946fa0db41aec1598f171454325c910b6266cf3fed0ff0dad2de9074','{"actor":"li","basis":"efdf6d539d793dd8391806b0590953d32a86234e8e27775d7585b4a6ecec950b","corrects":"","id":"reserve:steel-2025-efdf6d53","kind":"reserve","month":"","not_before":"","plan_year":2025,"postings":[["pool",-80000],["reserve",80000]],"previous":"66869ac9cefcd7b42e30c406f0de1062e94501074f45bce0ba9fc7d92e4450e8","proposal":"propose:steel-2025-efdf6d53","reason":"allocation.first","recorded_at":"2025-01-25T02:00:00Z","sector":"steel","seq":5,"version":2}');
INSERT INTO "entries" VALUES(6,'grant:steel-2025-efdf6d53:TB-1','steel',2025,'grant','','bf47df322325755d2837582a55215ab769d102a4206f8cb9443e263af7e93a69','{"actor":"li","basis":"efdf6d539d793dd8391806b0590953d32a86234e8e27775d7585b4a6ecec950b","corrects":"","id":"grant:steel-2025-efdf6d53:TB-1","kind":"grant","month":"","not_before":"","plan_year":2025,"postings":[["pool",-2828294],["available:TB-1",2828294]],"previous":"7eb09e60946fa0db41aec1598f171454325c910b6266cf3fed0ff0dad2de9074","proposal":"propose:steel-2025-efdf6d53","reason":"allocation.first","recorded_at":"2025-01-25T02:00:00Z","sector":"steel","seq":6,"version":2}');
INSERT INTO "entries" VALUES(7,'grant:steel-2025-efdf6d53:TB-2','steel',2025,'grant','','4da85afd0cd23f6af2244a826401eb86947c5b1f54ca3b32e268ab52e3804bcd','{"actor":"li","basis":"efdf6d539d793dd8391806b0590953d32a86234e8e27775d7585b4a6ecec950b","corrects":"","id":"grant:steel-2025-efdf6d53:TB-2","kind":"grant","month":"","not_before":"","plan_year":2025,"postings":[["pool",-1091706],["available:TB-2",1091706]],"previous":"bf47df322325755d2837582a55215ab769d102a4206f8cb9443e263af7e93a69","proposal":"propose:steel-2025-efdf6d53","reason":"allocation.first","recorded_at":"2025-01-25T02:00:00Z","sector":"steel","seq":7,"version":2}');
INSERT INTO "entries" VALUES(8,'close:steel:2025-01','steel',2025,'close','2025-01','433b7ccd0c7c83e221f3a590bc178ae8aeed911a23fbc8ad2f7a20c75e2832f8','{"actor":"wang","basis":"seal/00af13d0d496682c404ee6140daf95519ad40e8b62cd4afec7cedc445ddcd598","corrects":"","id":"close:steel:2025-01","kind":"close","month":"2025-01","not_before":"","plan_year":2025,"postings":[],"previous":"4da85afd0cd23f6af2244a826401eb86947c5b1f54ca3b32e268ab52e3804bcd","proposal":"","reason":"close.month","recorded_at":"2025-02-24T02:00:00Z","sector":"steel","seq":8,"version":2}');
INSERT INTO "entries" VALUES(9,'use:steel:2025-01..02:TB-1:v1','steel',2025,'use','2025-02','adbecb82109ab03caf81e65b2a1585c97ca6468f50b92b2cf6230d6686928dc4','{"actor":"wang","basis":"TB-1/2025-01..02/v1","corrects":"","id":"use:steel:2025-01..02:TB-1:v1","kind":"use","month":"2025-02","not_before":"","plan_year":2025,"postings":[["available:TB-1",-502006],["used:TB-1",502006]],"previous":"433b7ccd0c7c83e221f3a590bc178ae8aeed911a23fbc8ad2f7a20c75e2832f8","proposal":"","reason":"use.return","recorded_at":"2025-02-24T02:00:00Z","sector":"steel","seq":9,"version":2}');
INSERT INTO "entries" VALUES(10,'use:steel:2025-01..02:TB-2:v1','steel',2025,'use','2025-02','2a16f4943168eb8961e8b1e0e0237f208ccb2f5012ec7dee386b9c6eb7f9e0ff','{"actor":"wang","basis":"TB-2/2025-01..02/v1","corrects":"","id":"use:steel:2025-01..02:TB-2:v1","kind":"use","month":"2025-02","not_before":"","plan_year":2025,"postings":[["available:TB-2",-202234],["used:TB-2",202234]],"previous":"adbecb82109ab03caf81e65b2a1585c97ca6468f50b92b2cf6230d6686928dc4","proposal":"","reason":"use.return","recorded_at":"2025-02-24T02:00:00Z","sector":"steel","seq":10,"version":2}');
INSERT INTO "entries" VALUES(11,'close:steel:2025-02','steel',2025,'close','2025-02','c32145d50ceab0973fc57d70d07e4f6e934f0010d9317ddc6b0eba1ed4a9a6c3','{"actor":"wang","basis":"seal/5273fb68ce4814ff0088d51ef5e756b43f0410ab286537f41d58586f172f37d2","corrects":"","id":"close:steel:2025-02","kind":"close","month":"2025-02","not_before":"","plan_year":2025,"postings":[],"previous":"2a16f4943168eb8961e8b1e0e0237f208ccb2f5012ec7dee386b9c6eb7f9e0ff","proposal":"","reason":"close.month","recorded_at":"2025-02-24T02:00:00Z","sector":"steel","seq":11,"version":2}');
INSERT INTO "entries" VALUES(12,'use:steel:2025-03:TB-1:v1','steel',2025,'use','2025-03','d33698f4da5d464c01f19e4863ad394701b0cdc0427d9c71224c8fcfaf8bdf62','{"actor":"wang","basis":"TB-1/2025-03/v1","corrects":"","id":"use:steel:2025-03:TB-1:v1","kind":"use","month":"2025-03","not_before":"","plan_year":2025,"postings":[["available:TB-1",-250701],["used:TB-1",250701]],"previous":"c32145d50ceab0973fc57d70d07e4f6e934f0010d9317ddc6b0eba1ed4a9a6c3","proposal":"","reason":"use.return","recorded_at":"2025-03-26T02:00:00Z","sector":"steel","seq":12,"version":2}');
INSERT INTO "entries" VALUES(13,'use:steel:2025-03:TB-2:v1','steel',2025,'use','2025-03','cc2136863ab8cf88ab7d4b998373cc97f6b94291fa4362b5b1716b2e9fe884e3','{"actor":"wang","basis":"TB-2/2025-03/v1","corrects":"","id":"use:steel:2025-03:TB-2:v1","kind":"use","month":"2025-03","not_before":"","plan_year":2025,"postings":[["available:TB-2",-100815],["used:TB-2",100815]],"previous":"d33698f4da5d464c01f19e4863ad394701b0cdc0427d9c71224c8fcfaf8bdf62","proposal":"","reason":"use.return","recorded_at":"2025-03-26T02:00:00Z","sector":"steel","seq":13,"version":2}');
INSERT INTO "entries" VALUES(14,'close:steel:2025-03','steel',2025,'close','2025-03','cfc3b34f4e4285577fe067ef97e44e3b0bb423299c60ad4fb2e1c8f7ce0d5dcc','{"actor":"wang","basis":"seal/84640a8a8096d98b52182f5e7c11110c48f305870223ff20ab77aa240d8b8ccc","corrects":"","id":"close:steel:2025-03","kind":"close","month":"2025-03","not_before":"","plan_year":2025,"postings":[],"previous":"cc2136863ab8cf88ab7d4b998373cc97f6b94291fa4362b5b1716b2e9fe884e3","proposal":"","reason":"close.month","recorded_at":"2025-03-26T02:00:00Z","sector":"steel","seq":14,"version":2}');
INSERT INTO "entries" VALUES(15,'use:steel:2025-04:TB-1:v1','steel',2025,'use','2025-04','ab3901128247e8ae7a9ab91ecbf69b05837c932095c4c4ead31a05e83ce1fd34','{"actor":"wang","basis":"TB-1/2025-04/v1","corrects":"","id":"use:steel:2025-04:TB-1:v1","kind":"use","month":"2025-04","not_before":"","plan_year":2025,"postings":[["available:TB-1",-251105],["used:TB-1",251105]],"previous":"cfc3b34f4e4285577fe067ef97e44e3b0bb423299c60ad4fb2e1c8f7ce0d5dcc","proposal":"","reason":"use.return","recorded_at":"2025-04-25T02:00:00Z","sector":"steel","seq":15,"version":2}');
INSERT INTO "entries" VALUES(16,'use:steel:2025-04:TB-2:v1','steel',2025,'use','2025-04','226949421836e45c386c222d9686e067a22c37ee7e57c5f0e435f0109ce3943c','{"actor":"wang","basis":"TB-2/2025-04/v1","corrects":"","id":"use:steel:2025-04:TB-2:v1","kind":"use","month":"2025-04","not_before":"","plan_year":2025,"postings":[["available:TB-2",-101219],["used:TB-2",101219]],"previous":"ab3901128247e8ae7a9ab91ecbf69b05837c932095c4c4ead31a05e83ce1fd34","proposal":"","reason":"use.return","recorded_at":"2025-04-25T02:00:00Z","sector":"steel","seq":16,"version":2}');
INSERT INTO "entries" VALUES(17,'close:steel:2025-04','steel',2025,'close','2025-04','07b6083bbce7d7c7b9cb05339062d6704994ce8605e0dac22572e1d653bca4eb','{"actor":"wang","basis":"seal/d563bf184dce32eedf6a19d695602c71865db7b74a0b003ec1c5244d52e10f49","corrects":"","id":"close:steel:2025-04","kind":"close","month":"2025-04","not_before":"","plan_year":2025,"postings":[],"previous":"226949421836e45c386c222d9686e067a22c37ee7e57c5f0e435f0109ce3943c","proposal":"","reason":"close.month","recorded_at":"2025-04-25T02:00:00Z","sector":"steel","seq":17,"version":2}');
INSERT INTO "entries" VALUES(18,'use:steel:2025-05:TB-1:v1','steel',2025,'use','2025-05','9434e20771ded608634041fe71b972901782f66ccfd71fc5f3004ad8fe60498e','{"actor":"wang","basis":"TB-1/2025-05/v1","corrects":"","id":"use:steel:2025-05:TB-1:v1","kind":"use","month":"2025-05","not_before":"","plan_year":2025,"postings":[["available:TB-1",-251508],["used:TB-1",251508]],"previous":"07b6083bbce7d7c7b9cb05339062d6704994ce8605e0dac22572e1d653bca4eb","proposal":"","reason":"use.return","recorded_at":"2025-05-25T02:00:00Z","sector":"steel","seq":18,"version":2}');
INSERT INTO "entries" VALUES(19,'use:steel:2025-05:TB-2:v1','steel',2025,'use','2025-05','655830bd576ab6b39037416906f0c0667f51a5122aaf6faca0b32799d69ef634','{"actor":"wang","basis":"TB-2/2025-05/v1","corrects":"","id":"use:steel:2025-05:TB-2:v1","kind":"use","month":"2025-05","not_before":"","plan_year":2025,"postings":[["available:TB-2",-101622],["used:TB-2",101622]],"previous":"9434e20771ded608634041fe71b972901782f66ccfd71fc5f3004ad8fe60498e","proposal":"","reason":"use.return","recorded_at":"2025-05-25T02:00:00Z","sector":"steel","seq":19,"version":2}');
INSERT INTO "entries" VALUES(20,'close:steel:2025-05','steel',2025,'close','2025-05','909822d0b61068c8e8f285fc635710224cd7d872fe951b354e3365235e7ec334','{"actor":"wang","basis":"seal/7ec300c4098468970d8bf9065f3eaa18c0ba2e74a9dc39a2cc8d114b647958d0","corrects":"","id":"close:steel:2025-05","kind":"close","month":"2025-05","not_before":"","plan_year":2025,"postings":[],"previous":"655830bd576ab6b39037416906f0c0667f51a5122aaf6faca0b32799d69ef634","proposal":"","reason":"close.month","recorded_at":"2025-05-25T02:00:00Z","sector":"steel","seq":20,"version":2}');
INSERT INTO "entries" VALUES(21,'propose:transfer-steel-2025-032e84c8','steel',2025,'propose','','501ecdb419aa3b2d0b62c848fa9b21e463d407b55864d7a93ccb07ca14dd1f17','{"actor":"wang","basis":"032e84c891d536dc5ed55869fed37585dd687141e99d73e36c75cd20011c3166","corrects":"","id":"propose:transfer-steel-2025-032e84c8","kind":"propose","month":"","not_before":"","plan_year":2025,"postings":[["pledges",-1000],["pledged:TB-1",1000]],"previous":"909822d0b61068c8e8f285fc635710224cd7d872fe951b354e3365235e7ec334","proposal":"","reason":"propose.transfer","recorded_at":"2025-06-24T02:00:00Z","sector":"steel","seq":21,"version":2}');
INSERT INTO "entries" VALUES(22,'transfer:transfer-steel-2025-032e84c8','steel',2025,'transfer','','bfbf9b9b2dd1348d3ab75ebcafc1f8c9ddf1798a11c1be54800a9b322cfe55ca','{"actor":"li","basis":"032e84c891d536dc5ed55869fed37585dd687141e99d73e36c75cd20011c3166","corrects":"","id":"transfer:transfer-steel-2025-032e84c8","kind":"transfer","month":"","not_before":"","plan_year":2025,"postings":[["available:TB-1",-1000],["available:TB-2",1000],["pledged:TB-1",-1000],["pledges",1000]],"previous":"501ecdb419aa3b2d0b62c848fa9b21e463d407b55864d7a93ccb07ca14dd1f17","proposal":"propose:transfer-steel-2025-032e84c8","reason":"transfer.within_group","recorded_at":"2025-06-24T02:00:00Z","sector":"steel","seq":22,"version":2}');
INSERT INTO "entries" VALUES(23,'use:steel:2025-06:TB-1:v1','steel',2025,'use','2025-06','6c951ab0d783599be215b1f3b3e2cbff06feef43a10d31599c44e9a0be8238a2','{"actor":"wang","basis":"TB-1/2025-06/v1","corrects":"","id":"use:steel:2025-06:TB-1:v1","kind":"use","month":"2025-06","not_before":"","plan_year":2025,"postings":[["available:TB-1",-250802],["used:TB-1",250802]],"previous":"bfbf9b9b2dd1348d3ab75ebcafc1f8c9ddf1798a11c1be54800a9b322cfe55ca","proposal":"","reason":"use.return","recorded_at":"2025-06-24T02:00:00Z","sector":"steel","seq":23,"version":2}');
INSERT INTO "entries" VALUES(24,'use:steel:2025-06:TB-2:v1','steel',2025,'use','2025-06','4e793e539471f5314b7652b639351616e1efc14e99ce700a2dff840639c8c7d7','{"actor":"wang","basis":"TB-2/2025-06/v1","corrects":"","id":"use:steel:2025-06:TB-2:v1","kind":"use","month":"2025-06","not_before":"","plan_year":2025,"postings":[["available:TB-2",-100916],["used:TB-2",100916]],"previous":"6c951ab0d783599be215b1f3b3e2cbff06feef43a10d31599c44e9a0be8238a2","proposal":"","reason":"use.return","recorded_at":"2025-06-24T02:00:00Z","sector":"steel","seq":24,"version":2}');
INSERT INTO "entries" VALUES(25,'close:steel:2025-06','steel',2025,'close','2025-06','4d849f25fa6c25099df200c7f5f747c414f0f2a3bdbb807f768f31b0a68afcf2','{"actor":"wang","basis":"seal/2d1de95cd3d8aefae74a0a2736a45c8a42b62340752c9280ebcfae6aa691aa9b","corrects":"","id":"close:steel:2025-06","kind":"close","month":"2025-06","not_before":"","plan_year":2025,"postings":[],"previous":"4e793e539471f5314b7652b639351616e1efc14e99ce700a2dff840639c8c7d7","proposal":"","reason":"close.month","recorded_at":"2025-06-24T02:00:00Z","sector":"steel","seq":25,"version":2}');
INSERT INTO "entries" VALUES(26,'use:steel:2025-07:TB-1:v1','steel',2025,'use','2025-07','fc84c9682ae98631a4d4843e0dd579dd332f82aabcb4ff37c9bd8de54103c757','{"actor":"wang","basis":"TB-1/2025-07/v1","corrects":"","id":"use:steel:2025-07:TB-1:v1","kind":"use","month":"2025-07","not_before":"","plan_year":2025,"postings":[["available:TB-1",-251104],["used:TB-1",251104]],"previous":"4d849f25fa6c25099df200c7f5f747c414f0f2a3bdbb807f768f31b0a68afcf2","proposal":"","reason":"use.return","recorded_at":"2025-07-22T02:00:00Z","sector":"steel","seq":26,"version":2}');
INSERT INTO "entries" VALUES(27,'use:steel:2025-07:TB-2:v1','steel',2025,'use','2025-07','5ee794bd93dce303de47c85690a4c22381ffc5e0cf623eaeec68379c97254e4b','{"actor":"wang","basis":"TB-2/2025-07/v1","corrects":"","id":"use:steel:2025-07:TB-2:v1","kind":"use","month":"2025-07","not_before":"","plan_year":2025,"postings":[["available:TB-2",-101218],["used:TB-2",101218]],"previous":"fc84c9682ae98631a4d4843e0dd579dd332f82aabcb4ff37c9bd8de54103c757","proposal":"","reason":"use.return","recorded_at":"2025-07-22T02:00:00Z","sector":"steel","seq":27,"version":2}');
INSERT INTO "entries" VALUES(28,'close:steel:2025-07','steel',2025,'close','2025-07','672c83f82bfd497d98018851b0e6e6196a448a61ee53dc09eee298472c38578a','{"actor":"wang","basis":"seal/a7cc79ec5e57299298b48841437e37493f0e110b5bc807908f13c573a66b5ea7","corrects":"","id":"close:steel:2025-07","kind":"close","month":"2025-07","not_before":"","plan_year":2025,"postings":[],"previous":"5ee794bd93dce303de47c85690a4c22381ffc5e0cf623eaeec68379c97254e4b","proposal":"","reason":"close.month","recorded_at":"2025-07-22T02:00:00Z","sector":"steel","seq":28,"version":2}');
INSERT INTO "entries" VALUES(29,'use:steel:2025-08:TB-1:v1','steel',2025,'use','2025-08','090058770c8f6e6711b3143cca03eb0fb03d9a24cf572cd2dc005a6b3208686b','{"actor":"wang","basis":"TB-1/2025-08/v1","corrects":"","id":"use:steel:2025-08:TB-1:v1","kind":"use","month":"2025-08","not_before":"","plan_year":2025,"postings":[["available:TB-1",-251508],["used:TB-1",251508]],"previous":"672c83f82bfd497d98018851b0e6e6196a448a61ee53dc09eee298472c38578a","proposal":"","reason":"use.return","recorded_at":"2025-08-19T02:00:00Z","sector":"steel","seq":29,"version":2}');
INSERT INTO "entries" VALUES(30,'use:steel:2025-08:TB-2:v1','steel',2025,'use','2025-08','181a7cf0011c11c9faff9f0b836b0ae168f9dba4b18b3dd543b86dc2f58ed9e6','{"actor":"wang","basis":"TB-2/2025-08/v1","corrects":"","id":"use:steel:2025-08:TB-2:v1","kind":"use","month":"2025-08","not_before":"","plan_year":2025,"postings":[["available:TB-2",-101622],["used:TB-2",101622]],"previous":"090058770c8f6e6711b3143cca03eb0fb03d9a24cf572cd2dc005a6b3208686b","proposal":"","reason":"use.return","recorded_at":"2025-08-19T02:00:00Z","sector":"steel","seq":30,"version":2}');
INSERT INTO "entries" VALUES(31,'close:steel:2025-08','steel',2025,'close','2025-08','cfabf2ac41a55268083f2e600aa794e528b7b3c2021d802928601f14a3cdafa0','{"actor":"wang","basis":"seal/895e8d4209540bd0de363333c36ad33bc04f99009870be6d9d11a080d9cdd1f9","corrects":"","id":"close:steel:2025-08","kind":"close","month":"2025-08","not_before":"","plan_year":2025,"postings":[],"previous":"181a7cf0011c11c9faff9f0b836b0ae168f9dba4b18b3dd543b86dc2f58ed9e6","proposal":"","reason":"close.month","recorded_at":"2025-08-19T02:00:00Z","sector":"steel","seq":31,"version":2}');
CREATE TABLE facts (
    return_number INTEGER NOT NULL REFERENCES returns (number),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('period', 'ytd')),
    value TEXT NOT NULL,
    place_file TEXT NOT NULL,
    place_sheet TEXT NOT NULL,
    place_cell TEXT NOT NULL,
    place_row INTEGER NOT NULL,
    place_line INTEGER NOT NULL,
    place_clause TEXT NOT NULL,
    place_field TEXT NOT NULL,
    PRIMARY KEY (return_number, position),
    UNIQUE (return_number, field, scope)
) STRICT;
INSERT INTO "facts" VALUES(1,0,'crude_steel_t','period','501804.5','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,1,'value_added_yuan','period','451622050.0','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,2,'taxes_yuan','period','105378945.0','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,3,'gross_output_yuan','period','2027290180.0','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,4,'sales_revenue_yuan','period','2032308225.0','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,5,'energy_tce','period','281010.52','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,6,'rd_expense_yuan','period','20573984.5','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,7,'steel_products_t','period','501804.50','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,8,'rebar_t','period','50180.45','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,9,'hot_coil_t','period','200721.8','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,10,'auto_sheet_t','period','150541.35','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(1,11,'pipeline_plate_t','period','100360.9','2023-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,0,'crude_steel_t','period','202032.5','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,1,'value_added_yuan','period','129298800.0','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,2,'taxes_yuan','period','30304875.0','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,3,'gross_output_yuan','period','816211300.0','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,4,'sales_revenue_yuan','period','818231625.0','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,5,'energy_tce','period','119199.18','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,6,'rd_expense_yuan','period','4444715.0','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,7,'steel_products_t','period','202032.50','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,8,'rebar_t','period','101016.25','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,9,'hot_coil_t','period','80813.0','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(2,10,'auto_sheet_t','period','20203.25','2023-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,0,'crude_steel_t','period','250498.5','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,1,'value_added_yuan','period','225443650.0','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,2,'taxes_yuan','period','52604685.0','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,3,'gross_output_yuan','period','989469075.0','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,4,'sales_revenue_yuan','period','1014518925.0','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,5,'energy_tce','period','140279.16','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,6,'rd_expense_yuan','period','10270438.5','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,7,'steel_products_t','period','250498.50','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,8,'rebar_t','period','25049.85','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,9,'hot_coil_t','period','100199.4','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,10,'auto_sheet_t','period','75149.55','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(3,11,'pipeline_plate_t','period','50099.7','2023-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,0,'crude_steel_t','period','100612.5','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,1,'value_added_yuan','period','64387000.0','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,2,'taxes_yuan','period','15091875.0','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,3,'gross_output_yuan','period','397419375.0','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,4,'sales_revenue_yuan','period','407480625.0','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,5,'energy_tce','period','59361.38','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,6,'rd_expense_yuan','period','2213475.0','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,7,'steel_products_t','period','100612.50','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,8,'rebar_t','period','50306.25','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,9,'hot_coil_t','period','40245.0','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(4,10,'auto_sheet_t','period','10061.25','2023-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,0,'crude_steel_t','period','250902.5','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,1,'value_added_yuan','period','225811250.0','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,2,'taxes_yuan','period','52689525.0','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,3,'gross_output_yuan','period','1021173175.0','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,4,'sales_revenue_yuan','period','1016155125.0','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,5,'energy_tce','period','140505.40','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,6,'rd_expense_yuan','period','10287002.5','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,7,'steel_products_t','period','250902.50','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,8,'rebar_t','period','25090.25','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,9,'hot_coil_t','period','100361.0','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,10,'auto_sheet_t','period','75270.75','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(5,11,'pipeline_plate_t','period','50180.5','2023-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,0,'crude_steel_t','period','101016.5','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,1,'value_added_yuan','period','64649560.0','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,2,'taxes_yuan','period','15152475.0','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,3,'gross_output_yuan','period','411137155.0','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,4,'sales_revenue_yuan','period','409116825.0','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,5,'energy_tce','period','59599.74','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,6,'rd_expense_yuan','period','2222363.0','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,7,'steel_products_t','period','101016.50','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,8,'rebar_t','period','50508.25','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,9,'hot_coil_t','period','40406.6','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(6,10,'auto_sheet_t','period','10101.65','2023-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,0,'crude_steel_t','period','251306.5','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,1,'value_added_yuan','period','226178850.0','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,2,'taxes_yuan','period','52774365.0','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,3,'gross_output_yuan','period','1052974235.0','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,4,'sales_revenue_yuan','period','1017791325.0','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,5,'energy_tce','period','140731.64','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,6,'rd_expense_yuan','period','10303566.5','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,7,'steel_products_t','period','251306.50','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,8,'rebar_t','period','25130.65','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,9,'hot_coil_t','period','100522.6','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,10,'auto_sheet_t','period','75391.95','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(7,11,'pipeline_plate_t','period','50261.3','2023-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,0,'crude_steel_t','period','101420.5','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,1,'value_added_yuan','period','64912120.0','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,2,'taxes_yuan','period','15213075.0','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,3,'gross_output_yuan','period','424951895.0','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,4,'sales_revenue_yuan','period','410753025.0','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,5,'energy_tce','period','59838.10','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,6,'rd_expense_yuan','period','2231251.0','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,7,'steel_products_t','period','101420.50','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,8,'rebar_t','period','50710.25','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,9,'hot_coil_t','period','40568.2','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(8,10,'auto_sheet_t','period','10142.05','2023-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,0,'crude_steel_t','period','250599.5','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,1,'value_added_yuan','period','225535550.0','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,2,'taxes_yuan','period','52625895.0','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,3,'gross_output_yuan','period','997386010.0','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,4,'sales_revenue_yuan','period','1014927975.0','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,5,'energy_tce','period','140335.72','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,6,'rd_expense_yuan','period','10274579.5','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,7,'steel_products_t','period','250599.50','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,8,'rebar_t','period','25059.95','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,9,'hot_coil_t','period','100239.8','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,10,'auto_sheet_t','period','75179.85','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(9,11,'pipeline_plate_t','period','50119.9','2023-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,0,'crude_steel_t','period','100713.5','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,1,'value_added_yuan','period','64452640.0','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,2,'taxes_yuan','period','15107025.0','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,3,'gross_output_yuan','period','400839730.0','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,4,'sales_revenue_yuan','period','407889675.0','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,5,'energy_tce','period','59420.96','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,6,'rd_expense_yuan','period','2215697.0','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,7,'steel_products_t','period','100713.50','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,8,'rebar_t','period','50356.75','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,9,'hot_coil_t','period','40285.4','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(10,10,'auto_sheet_t','period','10071.35','2023-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,0,'crude_steel_t','period','251003.5','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,1,'value_added_yuan','period','225903150.0','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,2,'taxes_yuan','period','52710735.0','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,3,'gross_output_yuan','period','1029114350.0','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,4,'sales_revenue_yuan','period','1016564175.0','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,5,'energy_tce','period','140561.96','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,6,'rd_expense_yuan','period','10291143.5','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,7,'steel_products_t','period','251003.50','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,8,'rebar_t','period','25100.35','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,9,'hot_coil_t','period','100401.4','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,10,'auto_sheet_t','period','75301.05','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(11,11,'pipeline_plate_t','period','50200.7','2023-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,0,'crude_steel_t','period','101117.5','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,1,'value_added_yuan','period','64715200.0','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,2,'taxes_yuan','period','15167625.0','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,3,'gross_output_yuan','period','414581750.0','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,4,'sales_revenue_yuan','period','409525875.0','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,5,'energy_tce','period','59659.32','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,6,'rd_expense_yuan','period','2224585.0','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,7,'steel_products_t','period','101117.50','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,8,'rebar_t','period','50558.75','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,9,'hot_coil_t','period','40447.0','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(12,10,'auto_sheet_t','period','10111.75','2023-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,0,'crude_steel_t','period','251407.5','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,1,'value_added_yuan','period','226270750.0','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,2,'taxes_yuan','period','52795575.0','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,3,'gross_output_yuan','period','1060939650.0','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,4,'sales_revenue_yuan','period','1018200375.0','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,5,'energy_tce','period','140788.20','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,6,'rd_expense_yuan','period','10307707.5','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,7,'steel_products_t','period','251407.50','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,8,'rebar_t','period','25140.75','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,9,'hot_coil_t','period','100563.0','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,10,'auto_sheet_t','period','75422.25','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(13,11,'pipeline_plate_t','period','50281.5','2023-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,0,'crude_steel_t','period','101521.5','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,1,'value_added_yuan','period','64977760.0','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,2,'taxes_yuan','period','15228225.0','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,3,'gross_output_yuan','period','428420730.0','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,4,'sales_revenue_yuan','period','411162075.0','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,5,'energy_tce','period','59897.68','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,6,'rd_expense_yuan','period','2233473.0','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,7,'steel_products_t','period','101521.50','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,8,'rebar_t','period','50760.75','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,9,'hot_coil_t','period','40608.6','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(14,10,'auto_sheet_t','period','10152.15','2023-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,0,'crude_steel_t','period','250700.5','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,1,'value_added_yuan','period','225627450.0','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,2,'taxes_yuan','period','52647105.0','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,3,'gross_output_yuan','period','1005309005.0','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,4,'sales_revenue_yuan','period','1015337025.0','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,5,'energy_tce','period','140392.28','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,6,'rd_expense_yuan','period','10278720.5','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,7,'steel_products_t','period','250700.50','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,8,'rebar_t','period','25070.05','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,9,'hot_coil_t','period','100280.2','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,10,'auto_sheet_t','period','75210.15','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(15,11,'pipeline_plate_t','period','50140.1','2023-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,0,'crude_steel_t','period','100814.5','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,1,'value_added_yuan','period','64518280.0','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,2,'taxes_yuan','period','15122175.0','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,3,'gross_output_yuan','period','404266145.0','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,4,'sales_revenue_yuan','period','408298725.0','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,5,'energy_tce','period','59480.56','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,6,'rd_expense_yuan','period','2217919.0','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,7,'steel_products_t','period','100814.50','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,8,'rebar_t','period','50407.25','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,9,'hot_coil_t','period','40325.8','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(16,10,'auto_sheet_t','period','10081.45','2023-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,0,'crude_steel_t','period','251104.5','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,1,'value_added_yuan','period','225995050.0','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,2,'taxes_yuan','period','52731945.0','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,3,'gross_output_yuan','period','1037061585.0','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,4,'sales_revenue_yuan','period','1016973225.0','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,5,'energy_tce','period','140618.52','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,6,'rd_expense_yuan','period','10295284.5','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,7,'steel_products_t','period','251104.50','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,8,'rebar_t','period','25110.45','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,9,'hot_coil_t','period','100441.8','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,10,'auto_sheet_t','period','75331.35','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(17,11,'pipeline_plate_t','period','50220.9','2023-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,0,'crude_steel_t','period','101218.5','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,1,'value_added_yuan','period','64780840.0','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,2,'taxes_yuan','period','15182775.0','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,3,'gross_output_yuan','period','418032405.0','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,4,'sales_revenue_yuan','period','409934925.0','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,5,'energy_tce','period','59718.92','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,6,'rd_expense_yuan','period','2226807.0','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,7,'steel_products_t','period','101218.50','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,8,'rebar_t','period','50609.25','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,9,'hot_coil_t','period','40487.4','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(18,10,'auto_sheet_t','period','10121.85','2023-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,0,'crude_steel_t','period','251508.5','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,1,'value_added_yuan','period','226362650.0','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,2,'taxes_yuan','period','52816785.0','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,3,'gross_output_yuan','period','1068911125.0','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,4,'sales_revenue_yuan','period','1018609425.0','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,5,'energy_tce','period','140844.76','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,6,'rd_expense_yuan','period','10311848.5','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,7,'steel_products_t','period','251508.50','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,8,'rebar_t','period','25150.85','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,9,'hot_coil_t','period','100603.4','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,10,'auto_sheet_t','period','75452.55','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(19,11,'pipeline_plate_t','period','50301.7','2023-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,0,'crude_steel_t','period','101622.5','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,1,'value_added_yuan','period','65043400.0','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,2,'taxes_yuan','period','15243375.0','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,3,'gross_output_yuan','period','431895625.0','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,4,'sales_revenue_yuan','period','411571125.0','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,5,'energy_tce','period','59957.28','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,6,'rd_expense_yuan','period','2235695.0','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,7,'steel_products_t','period','101622.50','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,8,'rebar_t','period','50811.25','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,9,'hot_coil_t','period','40649.0','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(20,10,'auto_sheet_t','period','10162.25','2023-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,0,'crude_steel_t','period','250801.5','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,1,'value_added_yuan','period','225719350.0','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,2,'taxes_yuan','period','52668315.0','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,3,'gross_output_yuan','period','1013238060.0','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,4,'sales_revenue_yuan','period','1015746075.0','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,5,'energy_tce','period','140448.84','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,6,'rd_expense_yuan','period','10282861.5','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,7,'steel_products_t','period','250801.50','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,8,'rebar_t','period','25080.15','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,9,'hot_coil_t','period','100320.6','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,10,'auto_sheet_t','period','75240.45','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(21,11,'pipeline_plate_t','period','50160.3','2023-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,0,'crude_steel_t','period','100915.5','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,1,'value_added_yuan','period','64583920.0','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,2,'taxes_yuan','period','15137325.0','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,3,'gross_output_yuan','period','407698620.0','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,4,'sales_revenue_yuan','period','408707775.0','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,5,'energy_tce','period','59540.14','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,6,'rd_expense_yuan','period','2220141.0','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,7,'steel_products_t','period','100915.50','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,8,'rebar_t','period','50457.75','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,9,'hot_coil_t','period','40366.2','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(22,10,'auto_sheet_t','period','10091.55','2023-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,0,'crude_steel_t','period','501905.5','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,1,'value_added_yuan','period','451713950.0','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,2,'taxes_yuan','period','105400155.0','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,3,'gross_output_yuan','period','2042755385.0','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,4,'sales_revenue_yuan','period','2032717275.0','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,5,'energy_tce','period','281067.08','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,6,'rd_expense_yuan','period','20578125.5','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,7,'steel_products_t','period','501905.50','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,8,'rebar_t','period','50190.55','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,9,'hot_coil_t','period','200762.2','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,10,'auto_sheet_t','period','150571.65','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(23,11,'pipeline_plate_t','period','100381.1','2024-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,0,'crude_steel_t','period','202133.5','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,1,'value_added_yuan','period','129364440.0','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,2,'taxes_yuan','period','30320025.0','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,3,'gross_output_yuan','period','822683345.0','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,4,'sales_revenue_yuan','period','818640675.0','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,5,'energy_tce','period','119258.76','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,6,'rd_expense_yuan','period','4446937.0','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,7,'steel_products_t','period','202133.50','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,8,'rebar_t','period','101066.75','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,9,'hot_coil_t','period','80853.4','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(24,10,'auto_sheet_t','period','20213.35','2024-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,0,'crude_steel_t','period','250599.5','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,1,'value_added_yuan','period','225535550.0','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,2,'taxes_yuan','period','52625895.0','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,3,'gross_output_yuan','period','997386010.0','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,4,'sales_revenue_yuan','period','1014927975.0','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,5,'energy_tce','period','140335.72','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,6,'rd_expense_yuan','period','10274579.5','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,7,'steel_products_t','period','250599.50','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,8,'rebar_t','period','25059.95','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,9,'hot_coil_t','period','100239.8','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,10,'auto_sheet_t','period','75179.85','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(25,11,'pipeline_plate_t','period','50119.9','2024-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,0,'crude_steel_t','period','100713.5','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,1,'value_added_yuan','period','64452640.0','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,2,'taxes_yuan','period','15107025.0','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,3,'gross_output_yuan','period','400839730.0','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,4,'sales_revenue_yuan','period','407889675.0','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,5,'energy_tce','period','59420.96','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,6,'rd_expense_yuan','period','2215697.0','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,7,'steel_products_t','period','100713.50','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,8,'rebar_t','period','50356.75','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,9,'hot_coil_t','period','40285.4','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(26,10,'auto_sheet_t','period','10071.35','2024-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,0,'crude_steel_t','period','251003.5','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,1,'value_added_yuan','period','225903150.0','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,2,'taxes_yuan','period','52710735.0','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,3,'gross_output_yuan','period','1029114350.0','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,4,'sales_revenue_yuan','period','1016564175.0','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,5,'energy_tce','period','140561.96','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,6,'rd_expense_yuan','period','10291143.5','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,7,'steel_products_t','period','251003.50','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,8,'rebar_t','period','25100.35','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,9,'hot_coil_t','period','100401.4','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,10,'auto_sheet_t','period','75301.05','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(27,11,'pipeline_plate_t','period','50200.7','2024-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,0,'crude_steel_t','period','101117.5','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,1,'value_added_yuan','period','64715200.0','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,2,'taxes_yuan','period','15167625.0','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,3,'gross_output_yuan','period','414581750.0','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,4,'sales_revenue_yuan','period','409525875.0','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,5,'energy_tce','period','59659.32','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,6,'rd_expense_yuan','period','2224585.0','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,7,'steel_products_t','period','101117.50','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,8,'rebar_t','period','50558.75','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,9,'hot_coil_t','period','40447.0','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(28,10,'auto_sheet_t','period','10111.75','2024-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,0,'crude_steel_t','period','251407.5','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,1,'value_added_yuan','period','226270750.0','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,2,'taxes_yuan','period','52795575.0','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,3,'gross_output_yuan','period','1060939650.0','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,4,'sales_revenue_yuan','period','1018200375.0','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,5,'energy_tce','period','140788.20','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,6,'rd_expense_yuan','period','10307707.5','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,7,'steel_products_t','period','251407.50','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,8,'rebar_t','period','25140.75','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,9,'hot_coil_t','period','100563.0','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,10,'auto_sheet_t','period','75422.25','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(29,11,'pipeline_plate_t','period','50281.5','2024-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,0,'crude_steel_t','period','101521.5','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,1,'value_added_yuan','period','64977760.0','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,2,'taxes_yuan','period','15228225.0','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,3,'gross_output_yuan','period','428420730.0','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,4,'sales_revenue_yuan','period','411162075.0','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,5,'energy_tce','period','59897.68','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,6,'rd_expense_yuan','period','2233473.0','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,7,'steel_products_t','period','101521.50','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,8,'rebar_t','period','50760.75','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,9,'hot_coil_t','period','40608.6','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(30,10,'auto_sheet_t','period','10152.15','2024-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,0,'crude_steel_t','period','250700.5','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,1,'value_added_yuan','period','225627450.0','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,2,'taxes_yuan','period','52647105.0','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,3,'gross_output_yuan','period','1005309005.0','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,4,'sales_revenue_yuan','period','1015337025.0','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,5,'energy_tce','period','140392.28','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,6,'rd_expense_yuan','period','10278720.5','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,7,'steel_products_t','period','250700.50','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,8,'rebar_t','period','25070.05','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,9,'hot_coil_t','period','100280.2','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,10,'auto_sheet_t','period','75210.15','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(31,11,'pipeline_plate_t','period','50140.1','2024-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,0,'crude_steel_t','period','100814.5','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,1,'value_added_yuan','period','64518280.0','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,2,'taxes_yuan','period','15122175.0','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,3,'gross_output_yuan','period','404266145.0','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,4,'sales_revenue_yuan','period','408298725.0','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,5,'energy_tce','period','59480.56','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,6,'rd_expense_yuan','period','2217919.0','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,7,'steel_products_t','period','100814.50','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,8,'rebar_t','period','50407.25','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,9,'hot_coil_t','period','40325.8','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(32,10,'auto_sheet_t','period','10081.45','2024-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,0,'crude_steel_t','period','251104.5','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,1,'value_added_yuan','period','225995050.0','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,2,'taxes_yuan','period','52731945.0','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,3,'gross_output_yuan','period','1037061585.0','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,4,'sales_revenue_yuan','period','1016973225.0','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,5,'energy_tce','period','140618.52','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,6,'rd_expense_yuan','period','10295284.5','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,7,'steel_products_t','period','251104.50','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,8,'rebar_t','period','25110.45','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,9,'hot_coil_t','period','100441.8','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,10,'auto_sheet_t','period','75331.35','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(33,11,'pipeline_plate_t','period','50220.9','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,0,'crude_steel_t','period','101218.5','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,1,'value_added_yuan','period','64780840.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,2,'taxes_yuan','period','15182775.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,3,'gross_output_yuan','period','418032405.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,4,'sales_revenue_yuan','period','409934925.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,5,'energy_tce','period','59718.92','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,6,'rd_expense_yuan','period','2226807.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,7,'steel_products_t','period','101218.50','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,8,'rebar_t','period','50609.25','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,9,'hot_coil_t','period','40487.4','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(34,10,'auto_sheet_t','period','10121.85','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,0,'crude_steel_t','period','251508.5','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,1,'value_added_yuan','period','226362650.0','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,2,'taxes_yuan','period','52816785.0','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,3,'gross_output_yuan','period','1068911125.0','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,4,'sales_revenue_yuan','period','1018609425.0','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,5,'energy_tce','period','140844.76','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,6,'rd_expense_yuan','period','10311848.5','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,7,'steel_products_t','period','251508.50','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,8,'rebar_t','period','25150.85','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,9,'hot_coil_t','period','100603.4','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,10,'auto_sheet_t','period','75452.55','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(35,11,'pipeline_plate_t','period','50301.7','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,0,'crude_steel_t','period','101622.5','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,1,'value_added_yuan','period','65043400.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,2,'taxes_yuan','period','15243375.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,3,'gross_output_yuan','period','431895625.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,4,'sales_revenue_yuan','period','411571125.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,5,'energy_tce','period','59957.28','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,6,'rd_expense_yuan','period','2235695.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,7,'steel_products_t','period','101622.50','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,8,'rebar_t','period','50811.25','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,9,'hot_coil_t','period','40649.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(36,10,'auto_sheet_t','period','10162.25','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,0,'crude_steel_t','period','250801.5','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,1,'value_added_yuan','period','225719350.0','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,2,'taxes_yuan','period','52668315.0','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,3,'gross_output_yuan','period','1013238060.0','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,4,'sales_revenue_yuan','period','1015746075.0','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,5,'energy_tce','period','140448.84','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,6,'rd_expense_yuan','period','10282861.5','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,7,'steel_products_t','period','250801.50','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,8,'rebar_t','period','25080.15','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,9,'hot_coil_t','period','100320.6','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,10,'auto_sheet_t','period','75240.45','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(37,11,'pipeline_plate_t','period','50160.3','2024-09.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,0,'crude_steel_t','period','100915.5','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,1,'value_added_yuan','period','64583920.0','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,2,'taxes_yuan','period','15137325.0','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,3,'gross_output_yuan','period','407698620.0','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,4,'sales_revenue_yuan','period','408707775.0','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,5,'energy_tce','period','59540.14','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,6,'rd_expense_yuan','period','2220141.0','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,7,'steel_products_t','period','100915.50','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,8,'rebar_t','period','50457.75','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,9,'hot_coil_t','period','40366.2','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(38,10,'auto_sheet_t','period','10091.55','2024-09.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,0,'crude_steel_t','period','251205.5','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,1,'value_added_yuan','period','226086950.0','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,2,'taxes_yuan','period','52753155.0','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,3,'gross_output_yuan','period','1045014880.0','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,4,'sales_revenue_yuan','period','1017382275.0','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,5,'energy_tce','period','140675.08','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,6,'rd_expense_yuan','period','10299425.5','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,7,'steel_products_t','period','251205.50','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,8,'rebar_t','period','25120.55','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,9,'hot_coil_t','period','100482.2','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,10,'auto_sheet_t','period','75361.65','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(39,11,'pipeline_plate_t','period','50241.1','2024-10.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,0,'crude_steel_t','period','101319.5','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,1,'value_added_yuan','period','64846480.0','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,2,'taxes_yuan','period','15197925.0','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,3,'gross_output_yuan','period','421489120.0','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,4,'sales_revenue_yuan','period','410343975.0','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,5,'energy_tce','period','59778.50','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,6,'rd_expense_yuan','period','2229029.0','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,7,'steel_products_t','period','101319.50','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,8,'rebar_t','period','50659.75','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,9,'hot_coil_t','period','40527.8','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(40,10,'auto_sheet_t','period','10131.95','2024-10.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,0,'crude_steel_t','period','250498.5','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,1,'value_added_yuan','period','225443650.0','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,2,'taxes_yuan','period','52604685.0','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,3,'gross_output_yuan','period','989469075.0','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,4,'sales_revenue_yuan','period','1014518925.0','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,5,'energy_tce','period','140279.16','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,6,'rd_expense_yuan','period','10270438.5','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,7,'steel_products_t','period','250498.50','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,8,'rebar_t','period','25049.85','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,9,'hot_coil_t','period','100199.4','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,10,'auto_sheet_t','period','75149.55','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(41,11,'pipeline_plate_t','period','50099.7','2024-11.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,0,'crude_steel_t','period','100612.5','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,1,'value_added_yuan','period','64387000.0','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,2,'taxes_yuan','period','15091875.0','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,3,'gross_output_yuan','period','397419375.0','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,4,'sales_revenue_yuan','period','407480625.0','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,5,'energy_tce','period','59361.38','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,6,'rd_expense_yuan','period','2213475.0','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,7,'steel_products_t','period','100612.50','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,8,'rebar_t','period','50306.25','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,9,'hot_coil_t','period','40245.0','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(42,10,'auto_sheet_t','period','10061.25','2024-11.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,0,'crude_steel_t','period','250902.5','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,1,'value_added_yuan','period','225811250.0','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,2,'taxes_yuan','period','52689525.0','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,3,'gross_output_yuan','period','1021173175.0','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,4,'sales_revenue_yuan','period','1016155125.0','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,5,'energy_tce','period','140505.40','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,6,'rd_expense_yuan','period','10287002.5','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,7,'steel_products_t','period','250902.50','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,8,'rebar_t','period','25090.25','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,9,'hot_coil_t','period','100361.0','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,10,'auto_sheet_t','period','75270.75','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(43,11,'pipeline_plate_t','period','50180.5','2024-12.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,0,'crude_steel_t','period','101016.5','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,1,'value_added_yuan','period','64649560.0','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,2,'taxes_yuan','period','15152475.0','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,3,'gross_output_yuan','period','411137155.0','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,4,'sales_revenue_yuan','period','409116825.0','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,5,'energy_tce','period','59599.74','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,6,'rd_expense_yuan','period','2222363.0','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,7,'steel_products_t','period','101016.50','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,8,'rebar_t','period','50508.25','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,9,'hot_coil_t','period','40406.6','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(44,10,'auto_sheet_t','period','10101.65','2024-12.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,0,'crude_steel_t','period','502006.5','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,1,'value_added_yuan','period','451805850.0','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,2,'taxes_yuan','period','105421365.0','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,3,'gross_output_yuan','period','2058226650.0','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,4,'sales_revenue_yuan','period','2033126325.0','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,5,'energy_tce','period','281123.64','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,6,'rd_expense_yuan','period','20582266.5','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,7,'steel_products_t','period','502006.50','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,8,'rebar_t','period','50200.65','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,9,'hot_coil_t','period','200802.6','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,10,'auto_sheet_t','period','150601.95','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(45,11,'pipeline_plate_t','period','100401.3','2025-01..02.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,0,'crude_steel_t','period','202234.5','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,1,'value_added_yuan','period','129430080.0','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,2,'taxes_yuan','period','30335175.0','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,3,'gross_output_yuan','period','829161450.0','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,4,'sales_revenue_yuan','period','819049725.0','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,5,'energy_tce','period','119318.36','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,6,'rd_expense_yuan','period','4449159.0','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,7,'steel_products_t','period','202234.50','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,8,'rebar_t','period','101117.25','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,9,'hot_coil_t','period','80893.8','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(46,10,'auto_sheet_t','period','20223.45','2025-01..02.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,0,'crude_steel_t','period','250700.5','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,1,'value_added_yuan','period','225627450.0','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,2,'taxes_yuan','period','52647105.0','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,3,'gross_output_yuan','period','1005309005.0','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,4,'sales_revenue_yuan','period','1015337025.0','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,5,'energy_tce','period','140392.28','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,6,'rd_expense_yuan','period','10278720.5','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,7,'steel_products_t','period','250700.50','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,8,'rebar_t','period','25070.05','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,9,'hot_coil_t','period','100280.2','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,10,'auto_sheet_t','period','75210.15','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(47,11,'pipeline_plate_t','period','50140.1','2025-03.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,0,'crude_steel_t','period','100814.5','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,1,'value_added_yuan','period','64518280.0','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,2,'taxes_yuan','period','15122175.0','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,3,'gross_output_yuan','period','404266145.0','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,4,'sales_revenue_yuan','period','408298725.0','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,5,'energy_tce','period','59480.56','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,6,'rd_expense_yuan','period','2217919.0','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,7,'steel_products_t','period','100814.50','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,8,'rebar_t','period','50407.25','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,9,'hot_coil_t','period','40325.8','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(48,10,'auto_sheet_t','period','10081.45','2025-03.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,0,'crude_steel_t','period','251104.5','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,1,'value_added_yuan','period','225995050.0','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,2,'taxes_yuan','period','52731945.0','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,3,'gross_output_yuan','period','1037061585.0','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,4,'sales_revenue_yuan','period','1016973225.0','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,5,'energy_tce','period','140618.52','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,6,'rd_expense_yuan','period','10295284.5','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,7,'steel_products_t','period','251104.50','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,8,'rebar_t','period','25110.45','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,9,'hot_coil_t','period','100441.8','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,10,'auto_sheet_t','period','75331.35','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(49,11,'pipeline_plate_t','period','50220.9','2025-04.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,0,'crude_steel_t','period','101218.5','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,1,'value_added_yuan','period','64780840.0','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,2,'taxes_yuan','period','15182775.0','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,3,'gross_output_yuan','period','418032405.0','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,4,'sales_revenue_yuan','period','409934925.0','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,5,'energy_tce','period','59718.92','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,6,'rd_expense_yuan','period','2226807.0','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,7,'steel_products_t','period','101218.50','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,8,'rebar_t','period','50609.25','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,9,'hot_coil_t','period','40487.4','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(50,10,'auto_sheet_t','period','10121.85','2025-04.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,0,'crude_steel_t','period','251508.5','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,1,'value_added_yuan','period','226362650.0','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,2,'taxes_yuan','period','52816785.0','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,3,'gross_output_yuan','period','1068911125.0','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,4,'sales_revenue_yuan','period','1018609425.0','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,5,'energy_tce','period','140844.76','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,6,'rd_expense_yuan','period','10311848.5','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,7,'steel_products_t','period','251508.50','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,8,'rebar_t','period','25150.85','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,9,'hot_coil_t','period','100603.4','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,10,'auto_sheet_t','period','75452.55','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(51,11,'pipeline_plate_t','period','50301.7','2025-05.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,0,'crude_steel_t','period','101622.5','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,1,'value_added_yuan','period','65043400.0','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,2,'taxes_yuan','period','15243375.0','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,3,'gross_output_yuan','period','431895625.0','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,4,'sales_revenue_yuan','period','411571125.0','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,5,'energy_tce','period','59957.28','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,6,'rd_expense_yuan','period','2235695.0','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,7,'steel_products_t','period','101622.50','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,8,'rebar_t','period','50811.25','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,9,'hot_coil_t','period','40649.0','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(52,10,'auto_sheet_t','period','10162.25','2025-05.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,0,'crude_steel_t','period','250801.5','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,1,'value_added_yuan','period','225719350.0','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,2,'taxes_yuan','period','52668315.0','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,3,'gross_output_yuan','period','1013238060.0','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,4,'sales_revenue_yuan','period','1015746075.0','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,5,'energy_tce','period','140448.84','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,6,'rd_expense_yuan','period','10282861.5','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,7,'steel_products_t','period','250801.50','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,8,'rebar_t','period','25080.15','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,9,'hot_coil_t','period','100320.6','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,10,'auto_sheet_t','period','75240.45','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(53,11,'pipeline_plate_t','period','50160.3','2025-06.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,0,'crude_steel_t','period','100915.5','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,1,'value_added_yuan','period','64583920.0','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,2,'taxes_yuan','period','15137325.0','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,3,'gross_output_yuan','period','407698620.0','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,4,'sales_revenue_yuan','period','408707775.0','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,5,'energy_tce','period','59540.14','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,6,'rd_expense_yuan','period','2220141.0','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,7,'steel_products_t','period','100915.50','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,8,'rebar_t','period','50457.75','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,9,'hot_coil_t','period','40366.2','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(54,10,'auto_sheet_t','period','10091.55','2025-06.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,0,'crude_steel_t','period','251104.5','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,1,'value_added_yuan','period','225995050.0','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,2,'taxes_yuan','period','52731945.0','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,3,'gross_output_yuan','period','1037061585.0','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,4,'sales_revenue_yuan','period','1016973225.0','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,5,'energy_tce','period','140618.52','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,6,'rd_expense_yuan','period','10295284.5','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,7,'steel_products_t','period','251104.50','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,8,'rebar_t','period','25110.45','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,9,'hot_coil_t','period','100441.8','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,10,'auto_sheet_t','period','75331.35','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(55,11,'pipeline_plate_t','period','50220.9','2024-07.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,0,'crude_steel_t','period','101218.5','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,1,'value_added_yuan','period','64780840.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,2,'taxes_yuan','period','15182775.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,3,'gross_output_yuan','period','418032405.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,4,'sales_revenue_yuan','period','409934925.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,5,'energy_tce','period','59718.92','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,6,'rd_expense_yuan','period','2226807.0','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,7,'steel_products_t','period','101218.50','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,8,'rebar_t','period','50609.25','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,9,'hot_coil_t','period','40487.4','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(56,10,'auto_sheet_t','period','10121.85','2024-07.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,0,'crude_steel_t','period','251508.5','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,1,'value_added_yuan','period','226362650.0','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,2,'taxes_yuan','period','52816785.0','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,3,'gross_output_yuan','period','1068911125.0','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,4,'sales_revenue_yuan','period','1018609425.0','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,5,'energy_tce','period','140844.76','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,6,'rd_expense_yuan','period','10311848.5','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,7,'steel_products_t','period','251508.50','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,8,'rebar_t','period','25150.85','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,9,'hot_coil_t','period','100603.4','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,10,'auto_sheet_t','period','75452.55','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(57,11,'pipeline_plate_t','period','50301.7','2024-08.xlsx','TB-1','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,0,'crude_steel_t','period','101622.5','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,1,'value_added_yuan','period','65043400.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,2,'taxes_yuan','period','15243375.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,3,'gross_output_yuan','period','431895625.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,4,'sales_revenue_yuan','period','411571125.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,5,'energy_tce','period','59957.28','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,6,'rd_expense_yuan','period','2235695.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,7,'steel_products_t','period','101622.50','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,8,'rebar_t','period','50811.25','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,9,'hot_coil_t','period','40649.0','2024-08.xlsx','TB-2','D20',0,0,'','');
INSERT INTO "facts" VALUES(58,10,'auto_sheet_t','period','10162.25','2024-08.xlsx','TB-2','D20',0,0,'','');
CREATE TABLE files (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    sha256 TEXT NOT NULL REFERENCES contents (sha256),
    name TEXT NOT NULL,
    received_at TEXT NOT NULL,
    uploader TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;
INSERT INTO "files" VALUES(1,'0744ab84dd4bdc8a13fd05673c4496a3987be5d100b4797ba6de510994bbf700','2023-01..02.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(2,'7547816fcffc10207b5b91c0061f01c92aa3547958f6efd788fbf32d786c7ad8','2023-03.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(3,'45db961f6cecc6ef0782f388c97d0d91f19f2c31504a2d185cbe8cf68f77dec6','2023-04.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(4,'41abe744e5001f3367ccc71690bb039bc5804b648f23668adb7d735e2c6c2f7b','2023-05.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(5,'57c8b349d165c9dba03670942ef3825ad9b9795c33d5b56642856501db3d627f','2023-06.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(6,'140dd5db1e391db8f9c6d3a488bdca1b7f92a52e428183283a1a0861fccafd2c','2023-07.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(7,'39d429b3932c94fbb4e4ac54ca51db461289d593a15b339f6afdddf19c12b7b0','2023-08.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(8,'556133b5c7ae229d2bb4ab628ab1d70cc3ae20d1ebc10016e09f2920a502bbdb','2023-09.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(9,'1006840290563d3bb4ece3b9de30d28e9418ca8a5c29467d8dff03a6e3bec5d1','2023-10.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(10,'fca5315cc2c28376016d9f1a7635728f56e9abe57b5051f5281e2cebc1336aab','2023-11.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(11,'1c26f0c79709e8a9a6a714be50660e717c1626cc6397d15583bda1d0b03bd610','2023-12.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(12,'48f9ec38e0fa864c736c48a46d0be6a25c85c37e93c1d581b4095afeff71b543','2024-01..02.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(13,'eff5e02007f98cdd3c35637aae829b5fd2acc83693a8fbde6f06947bd37a281e','2024-03.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(14,'a7eaa9475b326f7745289c53c0df78da700d60e4313e58bb428950aedb202022','2024-04.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(15,'ff43bb36433c5fbcbe4736190ca1d0d7dda0cda45a7e544779fb68657a0a200c','2024-05.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(16,'1a892608f34c94bf18b15083d176eb2110cab413703ae5bcf891ec88f9f8de52','2024-06.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(17,'e50eb3b506a56249b4b822fe151e9495b8a47595e902bfafd2cc6f0c26431b10','2024-07.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(18,'3815680be76ae40fd2cc5564e006e2ca641c292cf0993ef62b13c5580cc7d068','2024-08.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(19,'64ec36e8087af3e9148fe0a9fc518252c0144dbfd5a480686fb681727155f01f','2024-09.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(20,'619ec4c7fb379b8d3489743baf08aba3318eb96a93c843cba364869c2f0e1504','2024-10.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(21,'37a1e95e51fb89cedc87f2d5e08a60ea2916784747dae54d3973141b5c7caa2f','2024-11.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(22,'1e84835657b090c5365816685e247caa8b2628632ab650c3f5752fde155796c4','2024-12.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(23,'fa6bfe0d8421f66f86ffd3ce519199f08e4e9052bb5bac2de645e99f8668e03f','letter.pdf','2025-01-12T02:00:00Z','wang','LETTER');
INSERT INTO "files" VALUES(24,'6f42c91a27598eaab7eac5e693ed8da333e1c87a4b63ab183defef5fbde130a8','2025-01..02.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(25,'221d079928f129aefc4d4ab421720d2730657b533753e41ef65153466547a182','2025-03.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(26,'51367037f8cc3b0127010c91731dab9ca371bccfebc9578eb8ec19eef3427a59','2025-04.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(27,'86f7f20cd0df871acb3a1064d50eeeed777d0035e769835b99eb867e78525057','2025-05.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(28,'31d8da11ea3a2aa4100b926f4cf36e097d0a1bb65335a3f9589add07360fc600','2025-06.xlsx','','wang','ACCEPT');
INSERT INTO "files" VALUES(29,'f80105efab6d863fd8fc243d269094469e2277e8f12e5a0a9f401e88494f7b4b','letter.pdf','2025-06-24T02:00:00Z','wang','TRANSFER_DOCUMENT');
INSERT INTO "files" VALUES(30,'032e84c891d536dc5ed55869fed37585dd687141e99d73e36c75cd20011c3166','transfer-steel-2025-032e84c8.json','2025-06-24T02:00:00Z','wang','TRANSFER_PROPOSED');
INSERT INTO "files" VALUES(31,'26c9d6ed9a5e6aa2e512ce3c261a88092085e32eb23776e2ce33a20729bf2306','returns.csv','2025-07-22T02:00:00Z','wang','QUERY');
INSERT INTO "files" VALUES(32,'6e8c67024914f276d21dc8d0743e192aef4f2c9517398a06438f909e7cf7e9dc','验收单.txt','2025-08-20T02:00:00Z','wang','REGISTER_EVIDENCE');
CREATE TABLE findings (
    submission INTEGER NOT NULL REFERENCES submissions (number),
    position INTEGER NOT NULL CHECK (position > 0),
    code TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('NOTE', 'QUERY', 'QUARANTINE', 'REJECT')),
    because TEXT NOT NULL,
    holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
    enterprise TEXT NOT NULL,
    period TEXT NOT NULL,
    place_file TEXT NOT NULL,
    place_sheet TEXT NOT NULL,
    place_cell TEXT NOT NULL,
    place_row INTEGER NOT NULL,
    place_line INTEGER NOT NULL,
    place_clause TEXT NOT NULL,
    place_field TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (submission, position)
) STRICT;
INSERT INTO "findings" VALUES(1,1,'edit.above_capacity','QUERY','',0,'TB-1','2025-07','returns.csv','','',2,0,'','','{}');
CREATE TABLE heads (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    body TEXT NOT NULL,
    signature TEXT NOT NULL,
    public_key TEXT NOT NULL
) STRICT;
CREATE TABLE migrations (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    applied_at TEXT NOT NULL
) STRICT;
INSERT INTO "migrations" VALUES(1,'0001_book','d651d6efb8535d703ef59fc70b551c789462c86a74afc09c2469e56583d5b593','2025-01-12T02:00:00Z');
INSERT INTO "migrations" VALUES(2,'0002_base_statements','c6886c31f4acfab7b437a9f1c24ecd801a126f7f80c5a0ce9111a268cebd49f0','2025-01-12T02:00:00Z');
INSERT INTO "migrations" VALUES(3,'0003_seals','ebd2bc3ae9603187cc92c4334135fbc29a184462c03485289d41f9a9e84b2ac1','2025-01-12T02:00:00Z');
INSERT INTO "migrations" VALUES(4,'0004_submissions','f4f947b977fb40b94069e4216766d527c2630eb088ca719121952138cd146e67','2026-01-01T00:00:00Z');
INSERT INTO "migrations" VALUES(5,'0005_register','0ca11bec47aa780b1e177af54feba673bb6b689e0e43a349ca58b30cb0fa8b5b','2025-08-01T00:00:00Z');
CREATE TABLE register_acts (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    at TEXT NOT NULL,
    person TEXT NOT NULL CHECK (person <> ''),
    body TEXT NOT NULL
) STRICT;
INSERT INTO "register_acts" VALUES(1,'2025-08-19T02:00:00Z','wang','{"commitment":"C0001","deed":"accepted","terms":{"due":"2025-12-31","kind":"task","lead":"小城工信局","title":"二号高炉煤气回收"}}');
INSERT INTO "register_acts" VALUES(2,'2025-08-20T02:00:00Z','wang','{"as_of":"2025-08-20","claim":"done","commitment":"C0001","deed":"reported","evidence":[{"name":"验收单.txt","sha256":"6e8c67024914f276d21dc8d0743e192aef4f2c9517398a06438f909e7cf7e9dc"}]}');
CREATE TABLE returns (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    enterprise TEXT NOT NULL,
    period TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    received_at TEXT NOT NULL,
    provenance TEXT NOT NULL,
    file_sha256 TEXT REFERENCES contents (sha256) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (enterprise, period, version)
) STRICT;
INSERT INTO "returns" VALUES(1,'TB-1','2023-01..02',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','0744ab84dd4bdc8a13fd05673c4496a3987be5d100b4797ba6de510994bbf700');
INSERT INTO "returns" VALUES(2,'TB-2','2023-01..02',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','0744ab84dd4bdc8a13fd05673c4496a3987be5d100b4797ba6de510994bbf700');
INSERT INTO "returns" VALUES(3,'TB-1','2023-03',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','7547816fcffc10207b5b91c0061f01c92aa3547958f6efd788fbf32d786c7ad8');
INSERT INTO "returns" VALUES(4,'TB-2','2023-03',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','7547816fcffc10207b5b91c0061f01c92aa3547958f6efd788fbf32d786c7ad8');
INSERT INTO "returns" VALUES(5,'TB-1','2023-04',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','45db961f6cecc6ef0782f388c97d0d91f19f2c31504a2d185cbe8cf68f77dec6');
INSERT INTO "returns" VALUES(6,'TB-2','2023-04',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','45db961f6cecc6ef0782f388c97d0d91f19f2c31504a2d185cbe8cf68f77dec6');
INSERT INTO "returns" VALUES(7,'TB-1','2023-05',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','41abe744e5001f3367ccc71690bb039bc5804b648f23668adb7d735e2c6c2f7b');
INSERT INTO "returns" VALUES(8,'TB-2','2023-05',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','41abe744e5001f3367ccc71690bb039bc5804b648f23668adb7d735e2c6c2f7b');
INSERT INTO "returns" VALUES(9,'TB-1','2023-06',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','57c8b349d165c9dba03670942ef3825ad9b9795c33d5b56642856501db3d627f');
INSERT INTO "returns" VALUES(10,'TB-2','2023-06',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','57c8b349d165c9dba03670942ef3825ad9b9795c33d5b56642856501db3d627f');
INSERT INTO "returns" VALUES(11,'TB-1','2023-07',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','140dd5db1e391db8f9c6d3a488bdca1b7f92a52e428183283a1a0861fccafd2c');
INSERT INTO "returns" VALUES(12,'TB-2','2023-07',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','140dd5db1e391db8f9c6d3a488bdca1b7f92a52e428183283a1a0861fccafd2c');
INSERT INTO "returns" VALUES(13,'TB-1','2023-08',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','39d429b3932c94fbb4e4ac54ca51db461289d593a15b339f6afdddf19c12b7b0');
INSERT INTO "returns" VALUES(14,'TB-2','2023-08',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','39d429b3932c94fbb4e4ac54ca51db461289d593a15b339f6afdddf19c12b7b0');
INSERT INTO "returns" VALUES(15,'TB-1','2023-09',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','556133b5c7ae229d2bb4ab628ab1d70cc3ae20d1ebc10016e09f2920a502bbdb');
INSERT INTO "returns" VALUES(16,'TB-2','2023-09',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','556133b5c7ae229d2bb4ab628ab1d70cc3ae20d1ebc10016e09f2920a502bbdb');
INSERT INTO "returns" VALUES(17,'TB-1','2023-10',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','1006840290563d3bb4ece3b9de30d28e9418ca8a5c29467d8dff03a6e3bec5d1');
INSERT INTO "returns" VALUES(18,'TB-2','2023-10',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','1006840290563d3bb4ece3b9de30d28e9418ca8a5c29467d8dff03a6e3bec5d1');
INSERT INTO "returns" VALUES(19,'TB-1','2023-11',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','fca5315cc2c28376016d9f1a7635728f56e9abe57b5051f5281e2cebc1336aab');
INSERT INTO "returns" VALUES(20,'TB-2','2023-11',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','fca5315cc2c28376016d9f1a7635728f56e9abe57b5051f5281e2cebc1336aab');
INSERT INTO "returns" VALUES(21,'TB-1','2023-12',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','1c26f0c79709e8a9a6a714be50660e717c1626cc6397d15583bda1d0b03bd610');
INSERT INTO "returns" VALUES(22,'TB-2','2023-12',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','1c26f0c79709e8a9a6a714be50660e717c1626cc6397d15583bda1d0b03bd610');
INSERT INTO "returns" VALUES(23,'TB-1','2024-01..02',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','48f9ec38e0fa864c736c48a46d0be6a25c85c37e93c1d581b4095afeff71b543');
INSERT INTO "returns" VALUES(24,'TB-2','2024-01..02',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','48f9ec38e0fa864c736c48a46d0be6a25c85c37e93c1d581b4095afeff71b543');
INSERT INTO "returns" VALUES(25,'TB-1','2024-03',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','eff5e02007f98cdd3c35637aae829b5fd2acc83693a8fbde6f06947bd37a281e');
INSERT INTO "returns" VALUES(26,'TB-2','2024-03',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','eff5e02007f98cdd3c35637aae829b5fd2acc83693a8fbde6f06947bd37a281e');
INSERT INTO "returns" VALUES(27,'TB-1','2024-04',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','a7eaa9475b326f7745289c53c0df78da700d60e4313e58bb428950aedb202022');
INSERT INTO "returns" VALUES(28,'TB-2','2024-04',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','a7eaa9475b326f7745289c53c0df78da700d60e4313e58bb428950aedb202022');
INSERT INTO "returns" VALUES(29,'TB-1','2024-05',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','ff43bb36433c5fbcbe4736190ca1d0d7dda0cda45a7e544779fb68657a0a200c');
INSERT INTO "returns" VALUES(30,'TB-2','2024-05',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','ff43bb36433c5fbcbe4736190ca1d0d7dda0cda45a7e544779fb68657a0a200c');
INSERT INTO "returns" VALUES(31,'TB-1','2024-06',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','1a892608f34c94bf18b15083d176eb2110cab413703ae5bcf891ec88f9f8de52');
INSERT INTO "returns" VALUES(32,'TB-2','2024-06',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','1a892608f34c94bf18b15083d176eb2110cab413703ae5bcf891ec88f9f8de52');
INSERT INTO "returns" VALUES(33,'TB-1','2024-07',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','e50eb3b506a56249b4b822fe151e9495b8a47595e902bfafd2cc6f0c26431b10');
INSERT INTO "returns" VALUES(34,'TB-2','2024-07',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','e50eb3b506a56249b4b822fe151e9495b8a47595e902bfafd2cc6f0c26431b10');
INSERT INTO "returns" VALUES(35,'TB-1','2024-08',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','3815680be76ae40fd2cc5564e006e2ca641c292cf0993ef62b13c5580cc7d068');
INSERT INTO "returns" VALUES(36,'TB-2','2024-08',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','3815680be76ae40fd2cc5564e006e2ca641c292cf0993ef62b13c5580cc7d068');
INSERT INTO "returns" VALUES(37,'TB-1','2024-09',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','64ec36e8087af3e9148fe0a9fc518252c0144dbfd5a480686fb681727155f01f');
INSERT INTO "returns" VALUES(38,'TB-2','2024-09',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','64ec36e8087af3e9148fe0a9fc518252c0144dbfd5a480686fb681727155f01f');
INSERT INTO "returns" VALUES(39,'TB-1','2024-10',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','619ec4c7fb379b8d3489743baf08aba3318eb96a93c843cba364869c2f0e1504');
INSERT INTO "returns" VALUES(40,'TB-2','2024-10',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','619ec4c7fb379b8d3489743baf08aba3318eb96a93c843cba364869c2f0e1504');
INSERT INTO "returns" VALUES(41,'TB-1','2024-11',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','37a1e95e51fb89cedc87f2d5e08a60ea2916784747dae54d3973141b5c7caa2f');
INSERT INTO "returns" VALUES(42,'TB-2','2024-11',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','37a1e95e51fb89cedc87f2d5e08a60ea2916784747dae54d3973141b5c7caa2f');
INSERT INTO "returns" VALUES(43,'TB-1','2024-12',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','1e84835657b090c5365816685e247caa8b2628632ab650c3f5752fde155796c4');
INSERT INTO "returns" VALUES(44,'TB-2','2024-12',1,'2025-01-12T02:00:00Z','bureau_monitoring_return','1e84835657b090c5365816685e247caa8b2628632ab650c3f5752fde155796c4');
INSERT INTO "returns" VALUES(45,'TB-1','2025-01..02',1,'2025-02-24T02:00:00Z','bureau_monitoring_return','6f42c91a27598eaab7eac5e693ed8da333e1c87a4b63ab183defef5fbde130a8');
INSERT INTO "returns" VALUES(46,'TB-2','2025-01..02',1,'2025-02-24T02:00:00Z','bureau_monitoring_return','6f42c91a27598eaab7eac5e693ed8da333e1c87a4b63ab183defef5fbde130a8');
INSERT INTO "returns" VALUES(47,'TB-1','2025-03',1,'2025-03-26T02:00:00Z','bureau_monitoring_return','221d079928f129aefc4d4ab421720d2730657b533753e41ef65153466547a182');
INSERT INTO "returns" VALUES(48,'TB-2','2025-03',1,'2025-03-26T02:00:00Z','bureau_monitoring_return','221d079928f129aefc4d4ab421720d2730657b533753e41ef65153466547a182');
INSERT INTO "returns" VALUES(49,'TB-1','2025-04',1,'2025-04-25T02:00:00Z','bureau_monitoring_return','51367037f8cc3b0127010c91731dab9ca371bccfebc9578eb8ec19eef3427a59');
INSERT INTO "returns" VALUES(50,'TB-2','2025-04',1,'2025-04-25T02:00:00Z','bureau_monitoring_return','51367037f8cc3b0127010c91731dab9ca371bccfebc9578eb8ec19eef3427a59');
INSERT INTO "returns" VALUES(51,'TB-1','2025-05',1,'2025-05-25T02:00:00Z','bureau_monitoring_return','86f7f20cd0df871acb3a1064d50eeeed777d0035e769835b99eb867e78525057');
INSERT INTO "returns" VALUES(52,'TB-2','2025-05',1,'2025-05-25T02:00:00Z','bureau_monitoring_return','86f7f20cd0df871acb3a1064d50eeeed777d0035e769835b99eb867e78525057');
INSERT INTO "returns" VALUES(53,'TB-1','2025-06',1,'2025-06-24T02:00:00Z','bureau_monitoring_return','31d8da11ea3a2aa4100b926f4cf36e097d0a1bb65335a3f9589add07360fc600');
INSERT INTO "returns" VALUES(54,'TB-2','2025-06',1,'2025-06-24T02:00:00Z','bureau_monitoring_return','31d8da11ea3a2aa4100b926f4cf36e097d0a1bb65335a3f9589add07360fc600');
INSERT INTO "returns" VALUES(55,'TB-1','2025-07',1,'2025-07-22T02:00:00Z','bureau_monitoring_return','26c9d6ed9a5e6aa2e512ce3c261a88092085e32eb23776e2ce33a20729bf2306');
INSERT INTO "returns" VALUES(56,'TB-2','2025-07',1,'2025-07-22T02:00:00Z','bureau_monitoring_return','26c9d6ed9a5e6aa2e512ce3c261a88092085e32eb23776e2ce33a20729bf2306');
INSERT INTO "returns" VALUES(57,'TB-1','2025-08',1,'2025-08-19T02:00:00Z','bureau_monitoring_return',NULL);
INSERT INTO "returns" VALUES(58,'TB-2','2025-08',1,'2025-08-19T02:00:00Z','bureau_monitoring_return',NULL);
CREATE TABLE seals (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    body TEXT NOT NULL,
    marks TEXT NOT NULL
) STRICT;
INSERT INTO "seals" VALUES(1,'00af13d0d496682c404ee6140daf95519ad40e8b62cd4afec7cedc445ddcd598','{"month":"2025-01","plan_year":2025,"returns":[],"sector":"steel","tables":{"base_answers":{"digest":"b3dc5fdf38542a682ce5f632ed9419271491ba3c069024fd0d097489cd2cca6a","rows":3},"base_statements":{"digest":"137f0dd717e96026f63a685cc96197d3445cd555aca6ba2a230e689044676c4a","rows":1},"contents":{"digest":"01d43f7410cd277065adb4e0130a7699904eda11900a8f74726bce8662ac7977","rows":24},"decisions":{"digest":"03eb1c60f777535ed235e1ee34bbaceeece804f243ab43cd9513666d0b554345","rows":1},"facts":{"digest":"151327788700f4a60ffe3647e7e2b13ff21c1d4908050ba6e56f13e14a279d5f","rows":529},"files":{"digest":"ac0836f325235af0b9e3f192fb2d4a3ed750b5db28fd5b083571fa8ccd42b74c","rows":24},"heads":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"migrations":{"digest":"7eca022b4980b5da8bcf7dde65fbfb9f23c00a074428f243c9d90f6345a8e712","rows":3},"returns":{"digest":"3bc77332cbac3d6f6a784d72c04d75f7fc1fa7480bf2d45d8029e2cd65b67e3d","rows":46},"seals":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"signatures":{"digest":"e5552f0ae55299a7f307f95bbe841387bd9429b9d1f03f75c0cacdc45732b36f","rows":3}},"version":1}','{"base_answers":"d2578aa9d1864258b3dc5fdf","base_statements":"137f0dd7","contents":"4e9dc3ec42c8c67bacf3e3fb93cd61427ae2079cb496f8a83d79a45cb89f583b2440365f0152fd9254074cdec274b48dc462657aa53ac74daccc9a7758150025b76ac198a1452cf00f8fc41ec3e8f82cabe378397a8325c5ec3c63da01d43f74","decisions":"03eb1c60","facts":"478c7c2a3768bff9b1f089a8a4857135c351aaa8ccb71eb9a01fc32a48771d238ea82bdfa75a876f8afc0d22955f99d6204347591df8a1332bac0696e872ccd2be52e1219d3f297bd4919d6527ebc1bbdcc29d703d1d3384113a5966ba4b77958212666143e8499b854e9f61bf350648031751670fc3934d0a5867384830aaea7c0e9e64fe81c9a301f310c508b712d6926a846833e52357fc2d60c2d7c94f31827658178f85ce4507e1ea673a885c88d8616a0246b397c412c5231d6ac5f8da1b8bc9f1be3dff1766a87be122cc7e63720b5d005dd6886374dceb642bb427d63c219d838fbe4a602d49fff9f4b6bb3483d71313772ecade19446da9729df51178ad16a5af4ee272b030581df3ede5305c226e1cda7a341762a48b81b8dce80b0431eb19b9cefd1a31175f9d2a59e607eab50b6f7a36f23f287da6db8e2197912b202b5cffae7122e246c5194e2db2639ebcd6e4c786be6e298a72310d0b50675b8f1727a2d5f12e38c27fd7c6c45abb58cce33ec504be3fced1ae931c25b353105d02088f0a649e2e09f12d515c54c0f730e4a42f79136a8efd16c04ffff16c09e095fc29e5ddfd6d202e172afe26e5ad791ebd72ba2fb4630c470cee0b5ea4db5f51dab30709d8ab7a44e523999ab777c1f33c10d81402395739523ceb799244e5664cbff848248aee600453fe512efaca8d75d45cea2f727c52f1acc438141e111700b961ce1c95c56437df8afbfd33cbb0bf3ecd4b8f9f8736a41873cbc5e301ceff6efe131dff576d0453908520bf3dd9379e3413a92359b3a6e84ad857a0bdf5a199286125b482ca21d400f28f542a32ec2bdc9fa991de6fbe5551687acb0c2bc0faca1e8a598891cf84f5a82f6ad2b072b1fc0eb9bea7fa1a78242fb9e7082c180cc4acb6556efacab302db67b76e2b7b2bd6e9fedfbe55d70d4f5d7a45cf9571ea400f1d9736e0c6cde13323f933f44a6430ca000764747fd933dc135bfa678d80eceb1ab7e78ad5858d6c48fc87acab3a5a18e5b7b38d751bcf817c0da831e4c1f7a325d1e4ea96e29dfa414f64a75ca25a36023ca522d1359ba4eb8b8a50ab49479bff3990105fd128474cca8c18c4b402a4003f02e04874e66424d361929c8aa08ee7cce80ee623a6da9490e63ec6cdd61086b5523f2145ed11e4d391ce1f40aacd1f03d49be4e56ca4d89814dbfe442cf70837447c5fd12ae9d19013437b2ad86f5cddd5fd13c0d42bdbb2e9e715132834293ae8a813940e0447c48f3d527f846a88b4b112d61c291d7ab5d76c54b7bdcfcb8c45fb9cdbd2bd3f286b00364e6252429ea64147c1ad4e5dc84e6e11dc41e62194094924c3112ca117beaaa6a54e096a3f8d512ac3747baf2a61c0b582aa8ba8dbd2842fb57bb29bb6606eebf9c312d276891c44f530cdded325ecfa7e2daef620603f8a24c7574f35c5d80f07f1b03a1a082a48f2abbc79904975a7acdfb429fb95f4f12bdc3eeb004955643253254ffa885362b8e1fc90e568ba944e0449f55841ddfe137950cbe46d62c2d37ceec308e47e07549b37a30c5c81e2659a31344ce34eeeeb72b26c7836dfb08a74f035a3a8f01b53e68dfef6dba101aae828afbec7085165cb8269adab34bcb95248ac13710eab14480395f15b1484cd7b13431afe9e77b17aa3f37b04d30a52f060091a730df472fd7c7cb47e00991cd2572aabacd536ba3f64edeabdc612fcab16307291a8033874ac3e983b7de186e494529a76f9f4d8188e0fbfc917debf08095bc80f8022587d68c80b5f301f956a33a87cb659be40a53d980f6c6621580004c9142c2eb5784b14b38fc626eba6957fd49ff3c07f4041525ce6957c84059f2216687b5d9e4d866bb0c81395e54a65b935874850c6ffa20435838a17785136edfa42e80652f1facb4548829780ee12dfec7a7c6e4cfc769f5ebadfb6003f124729eea1ecf86a33ffa95b4f1210b95edf8a8a6628b285643c75c07833cc1c85c98880fbfff6231fc9fc5a6f1bcd1dce6302c25ed2e32aa4b8162d9993e2cf963a808ff10c4840362c5a24f1ca7954d2f0cfb8ef8b1cd6892701b32f1d22aac7ab48a492f304a42d52befb939875a79426a454e1a42fce1cdbad0f2b9970e2d9dd1fd8484d8cfcb441a4e020401945adc107a4a18756b9384e7ce8372a6696ee95b090e9255ac932c9a3f36655f4dd51c013bbeb686f6e86317ecc4dbaaf2e01f709f587c659b04dfbfc654a24d6d551f45e54d7229ff4c2e468092ce05d4e2f87094666d1d12e81b8cb43e763d4ae721c984be6bcd3545247cafc6e40842de0f5dca29c1175ea90d0b85add34ce6f0298754de837e9b312205b85fea4e9ea21b60a838e88bdbee9760d91eb3341b938c16d0eb46a0aa44543bdfc9bca96b9e091306a194cd81071ee6395cd231e60e250c5b36a3c197b7393910051439cbca6fe4901094159020c3532af11b9e331ac5dfbb1fdbe4492e3a538bb818efca927c102e3e727a2ce197fd6793dd4a73a9a7e45d664a713a05f6fde6792dd0d2a007372f46d47da1c63adf03dc26fc22816a9926c5b8594acd58a85f14a0d190cd06856c763f649c520c4c4dbf0d4982320e8cb1c00b461ea275bf0d44536cc4179476cf8cfeee119a9621525b35a06ce9da25519485614adc94d17d9b8cba0dca4bbc0728a6a8fbe17807711d4a76d5d53c2f1cb4fc332ea4a627e6f7d04f23e14e0f0930654eb71b54b878be2aeccfc4255eeed0a82832a7d7ac7a01608887d14fee97bef344dbc6dc456ada0aa3096e99ce0a67066f12e799ec0c2ca3bcd3e27615eda055c934cf6d17f6272a0128e13acdd85d867921d9bb5c1f68824278e6456609f336f6b40cfd177c8568b50c1f2885721d612bde1f5a8d4484c541fd86bc02e7c77da82cc7a79f6fe34589270fc32a0c274f17fe7e0417bbf2f938e9aa63e29b8948e9517d19d34cbbb8a237655d9c6923a8ff49fa1fa8115132778","files":"351dd7e0a0d217ec2ec30650ddbe19e81c7820a27d58619938a731149df04a7d911f9e72bcb3086972f2f4b20f4a5e90f65d481723b79e8a92707b84a4fa40ac3b30cf789e1bde2c37793574e451f56db3e047e0110f739a3ec75bd8ac0836f3","migrations":"dcbb5193241444b97eca022b","returns":"047cd9edadf40b98157a5034a1b7adade4bef0f9e3b1d3fb26c6914a166b42ac465323095aa0c52c13639288e9b75fd1909da8c685f97db8c95b24bc8904130712cb873d6e77116784def07521a9ea1f0bfa3e222776cd0c0cf4e4ed53b812fbc72ebff21a93d24a7919f7e7201531f8961778769a244409f7d24cdd163cbe0a04d9acd340798018b92704b1c70bf84b45c8dbe850f8f143b7cecb71fa852c85dfa7a8a2175f3e2eaaf695a90710c6b7a26b16353bc77332","signatures":"ccf9c2be518a6b5be5552f0a"}');
INSERT INTO "seals" VALUES(2,'5273fb68ce4814ff0088d51ef5e756b43f0410ab286537f41d58586f172f37d2','{"month":"2025-02","plan_year":2025,"returns":["TB-1/2025-01..02/v1","TB-2/2025-01..02/v1"],"sector":"steel","tables":{"base_answers":{"digest":"b3dc5fdf38542a682ce5f632ed9419271491ba3c069024fd0d097489cd2cca6a","rows":3},"base_statements":{"digest":"137f0dd717e96026f63a685cc96197d3445cd555aca6ba2a230e689044676c4a","rows":1},"contents":{"digest":"01d43f7410cd277065adb4e0130a7699904eda11900a8f74726bce8662ac7977","rows":24},"decisions":{"digest":"03eb1c60f777535ed235e1ee34bbaceeece804f243ab43cd9513666d0b554345","rows":1},"facts":{"digest":"151327788700f4a60ffe3647e7e2b13ff21c1d4908050ba6e56f13e14a279d5f","rows":529},"files":{"digest":"ac0836f325235af0b9e3f192fb2d4a3ed750b5db28fd5b083571fa8ccd42b74c","rows":24},"heads":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"migrations":{"digest":"7eca022b4980b5da8bcf7dde65fbfb9f23c00a074428f243c9d90f6345a8e712","rows":3},"returns":{"digest":"3bc77332cbac3d6f6a784d72c04d75f7fc1fa7480bf2d45d8029e2cd65b67e3d","rows":46},"seals":{"digest":"943b83755acbd549e9e6c538e4281578b5e33d0386ed2c49a8f13570fb03dcfe","rows":1},"signatures":{"digest":"e5552f0ae55299a7f307f95bbe841387bd9429b9d1f03f75c0cacdc45732b36f","rows":3}},"version":1}','{"seals":"943b8375"}');
INSERT INTO "seals" VALUES(3,'84640a8a8096d98b52182f5e7c11110c48f305870223ff20ab77aa240d8b8ccc','{"month":"2025-03","plan_year":2025,"returns":["TB-1/2025-01..02/v1","TB-1/2025-03/v1","TB-2/2025-01..02/v1","TB-2/2025-03/v1"],"sector":"steel","tables":{"base_answers":{"digest":"b3dc5fdf38542a682ce5f632ed9419271491ba3c069024fd0d097489cd2cca6a","rows":3},"base_statements":{"digest":"137f0dd717e96026f63a685cc96197d3445cd555aca6ba2a230e689044676c4a","rows":1},"contents":{"digest":"ac40dd8e6a39efc1f4162f852748a643334f1d2247a904b49ec73cf54f7e5f1e","rows":25},"decisions":{"digest":"03eb1c60f777535ed235e1ee34bbaceeece804f243ab43cd9513666d0b554345","rows":1},"facts":{"digest":"bac15b4f173df0c72923d3c9eab72f9171e619ad7b9cf354afa27d973ff08fd9","rows":552},"files":{"digest":"d86a72a62ee63c12aad596058df4ce5d95ed59abe4237d7d393967e8ea6fff48","rows":25},"heads":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"migrations":{"digest":"7eca022b4980b5da8bcf7dde65fbfb9f23c00a074428f243c9d90f6345a8e712","rows":3},"returns":{"digest":"bd43c5a6efbae69feec24afa3afbbaee379d619832e578b21c319208db5f8f50","rows":48},"seals":{"digest":"40f2391abcefae8f52435d7111e62228608030b5049f3970ab4fccbe8315b5da","rows":2},"signatures":{"digest":"e5552f0ae55299a7f307f95bbe841387bd9429b9d1f03f75c0cacdc45732b36f","rows":3}},"version":1}','{"contents":"ac40dd8e","facts":"ac6ada4268ffad70af6e646fbd0741e9f20f7c8353a21eb8a0c9bab657e56e4c0354ae00fae046f8a4ce28b7294d132020eca7e2592603d0ccb0a987a09a6fa44b771cc5b49d94775c3fa27fdf4c01fd3177d7927ad8dd83bac15b4f","files":"d86a72a6","returns":"275e5bcabd43c5a6","seals":"40f2391a"}');
INSERT INTO "seals" VALUES(4,'d563bf184dce32eedf6a19d695602c71865db7b74a0b003ec1c5244d52e10f49','{"month":"2025-04","plan_year":2025,"returns":["TB-1/2025-01..02/v1","TB-1/2025-03/v1","TB-1/2025-04/v1","TB-2/2025-01..02/v1","TB-2/2025-03/v1","TB-2/2025-04/v1"],"sector":"steel","tables":{"base_answers":{"digest":"b3dc5fdf38542a682ce5f632ed9419271491ba3c069024fd0d097489cd2cca6a","rows":3},"base_statements":{"digest":"137f0dd717e96026f63a685cc96197d3445cd555aca6ba2a230e689044676c4a","rows":1},"contents":{"digest":"213c264b52e3428cc1226a06e74f77e9f343c035ce21610ba4947d4511b4ceab","rows":26},"decisions":{"digest":"03eb1c60f777535ed235e1ee34bbaceeece804f243ab43cd9513666d0b554345","rows":1},"facts":{"digest":"04a5b5cb324855a985161918c0b11433a0c0807c45fbcddf6f90fd689df0448e","rows":575},"files":{"digest":"1cca456115c923ad2545520089a71cd177d2a4ab17cb0a99221bebbe5bc2e834","rows":26},"heads":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"migrations":{"digest":"7eca022b4980b5da8bcf7dde65fbfb9f23c00a074428f243c9d90f6345a8e712","rows":3},"returns":{"digest":"07edb06a3fff11bd02600c1c238bc7716bea14f5e24a348fdf5d55a2dba36e1e","rows":50},"seals":{"digest":"8e2e2042bd9e608c3bc13cea2f29e3dbfd374ab4e7ddb8bb6506e9e4a55cb103","rows":3},"signatures":{"digest":"e5552f0ae55299a7f307f95bbe841387bd9429b9d1f03f75c0cacdc45732b36f","rows":3}},"version":1}','{"contents":"213c264b","facts":"17b28e6dcc3dcade4ca803023e38d660961140676b050e281cb4a6b64f1a609eb81739ffd7d423074f67adf32c881884f4b963aa919f4bbb52803ca7677a8d43f8c72d98a7e03b951015dfd3083bc4690f719a4724ed17a404a5b5cb","files":"1cca4561","returns":"7294faf607edb06a","seals":"8e2e2042"}');
INSERT INTO "seals" VALUES(5,'7ec300c4098468970d8bf9065f3eaa18c0ba2e74a9dc39a2cc8d114b647958d0','{"month":"2025-05","plan_year":2025,"returns":["TB-1/2025-01..02/v1","TB-1/2025-03/v1","TB-1/2025-04/v1","TB-1/2025-05/v1","TB-2/2025-01..02/v1","TB-2/2025-03/v1","TB-2/2025-04/v1","TB-2/2025-05/v1"],"sector":"steel","tables":{"base_answers":{"digest":"b3dc5fdf38542a682ce5f632ed9419271491ba3c069024fd0d097489cd2cca6a","rows":3},"base_statements":{"digest":"137f0dd717e96026f63a685cc96197d3445cd555aca6ba2a230e689044676c4a","rows":1},"contents":{"digest":"43ce90bcd6e0a377015d23abe20757852ca33938008f66a023deec846707fba5","rows":27},"decisions":{"digest":"03eb1c60f777535ed235e1ee34bbaceeece804f243ab43cd9513666d0b554345","rows":1},"facts":{"digest":"ff35dda2fef25d79afcad2b900cd20c96e4e282b7844f5db3409d7175b788622","rows":598},"files":{"digest":"d111fe9dda5d3932227049ca92f8f367761fe81269ae9e2860978223ee11bff1","rows":27},"heads":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"migrations":{"digest":"7eca022b4980b5da8bcf7dde65fbfb9f23c00a074428f243c9d90f6345a8e712","rows":3},"returns":{"digest":"c1f59758ec3eaed43ff1190633f576d78b349158457a500e6f08d718cd75d265","rows":52},"seals":{"digest":"6999c792d0cf03c5a0c9a583c154a6e7782c14fd69d80434d92ca7f8f4d9184f","rows":4},"signatures":{"digest":"e5552f0ae55299a7f307f95bbe841387bd9429b9d1f03f75c0cacdc45732b36f","rows":3}},"version":1}','{"contents":"43ce90bc","facts":"c51056143824a11d4eb628ae16ff8082533aea10f5adfdceb3542c53044ca1156a221dcbecc5699fd9b23913584ed178a0e519c645ec6e637c8bb9a8573afaf0336d7e63546c8ae06bdc839161e98b5f2f6769033ece5dc9ff35dda2","files":"d111fe9d","returns":"58ace4ddc1f59758","seals":"6999c792"}');
INSERT INTO "seals" VALUES(6,'2d1de95cd3d8aefae74a0a2736a45c8a42b62340752c9280ebcfae6aa691aa9b','{"month":"2025-06","plan_year":2025,"returns":["TB-1/2025-01..02/v1","TB-1/2025-03/v1","TB-1/2025-04/v1","TB-1/2025-05/v1","TB-1/2025-06/v1","TB-2/2025-01..02/v1","TB-2/2025-03/v1","TB-2/2025-04/v1","TB-2/2025-05/v1","TB-2/2025-06/v1"],"sector":"steel","tables":{"base_answers":{"digest":"b3dc5fdf38542a682ce5f632ed9419271491ba3c069024fd0d097489cd2cca6a","rows":3},"base_statements":{"digest":"137f0dd717e96026f63a685cc96197d3445cd555aca6ba2a230e689044676c4a","rows":1},"contents":{"digest":"0b5d20b03cc6bd0b2cb6dbec28a563617a68d11d8038493ac62180e9bf6f3ed7","rows":30},"decisions":{"digest":"03eb1c60f777535ed235e1ee34bbaceeece804f243ab43cd9513666d0b554345","rows":1},"facts":{"digest":"33e86e34cd87411811741481d97f3582de0c45af7a8a2e2aeb7c96eda59a3d98","rows":621},"files":{"digest":"7347694972aa98dca56f2764df674dfa05ce283a17373dc49c62bd7dec889f02","rows":30},"heads":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"migrations":{"digest":"7eca022b4980b5da8bcf7dde65fbfb9f23c00a074428f243c9d90f6345a8e712","rows":3},"returns":{"digest":"8607077b674e8576034c640d64ed8ea5c616a72ec6124deb148144f46ff10863","rows":54},"seals":{"digest":"3ad9e3241193687c2a0517c040ada035317023703bb16b77ecd074156fecf28f","rows":5},"signatures":{"digest":"e5552f0ae55299a7f307f95bbe841387bd9429b9d1f03f75c0cacdc45732b36f","rows":3}},"version":1}','{"contents":"08dd8024a069c0480b5d20b0","facts":"5ffd6f25b09bcd2c86fa5fd7998a9e475107e051268df037c70c065072834ec037f6e221207ec10e15471186c4599d5578924bff4614ffabd3247299a9858a8a1389cff7f048660957f70b194803bfb4977d4b1edaeb364433e86e34","files":"8d0866fcdbdea8ad73476949","returns":"7230658a8607077b","seals":"3ad9e324"}');
INSERT INTO "seals" VALUES(7,'a7cc79ec5e57299298b48841437e37493f0e110b5bc807908f13c573a66b5ea7','{"month":"2025-07","plan_year":2025,"returns":["TB-1/2025-01..02/v1","TB-1/2025-03/v1","TB-1/2025-04/v1","TB-1/2025-05/v1","TB-1/2025-06/v1","TB-1/2025-07/v1","TB-2/2025-01..02/v1","TB-2/2025-03/v1","TB-2/2025-04/v1","TB-2/2025-05/v1","TB-2/2025-06/v1","TB-2/2025-07/v1"],"sector":"steel","tables":{"answers":{"digest":"5d67f07f0a0448a5994e47015c3678296d978c43609ac880ae36d3daea45937c","rows":1},"base_answers":{"digest":"b3dc5fdf38542a682ce5f632ed9419271491ba3c069024fd0d097489cd2cca6a","rows":3},"base_statements":{"digest":"137f0dd717e96026f63a685cc96197d3445cd555aca6ba2a230e689044676c4a","rows":1},"contents":{"digest":"497953513029382c0c5fc10848b42e786868d2369672fbe9b0b26b9f7c8b7427","rows":31},"decisions":{"digest":"03eb1c60f777535ed235e1ee34bbaceeece804f243ab43cd9513666d0b554345","rows":1},"facts":{"digest":"2449ec891a537456416c7d4c2b87fe52fc10b94b3077acb4dcca8864f7220547","rows":644},"files":{"digest":"8a0ab7912f4a8c448783fcad10896d5b5647f940e3386327e6e14766928fb07c","rows":31},"findings":{"digest":"aec4a27f78ddc205f9766f0eda6bb188637d9a110b126aef65cffd2cda08e371","rows":1},"heads":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"migrations":{"digest":"cdaea95e22d13024e06b0a04fab34a65fc736045773feb6dec93e5fbe2fbfe04","rows":4},"returns":{"digest":"551b71c86a7f5da5138918b570ed826b23ac621f621b0e5b46a52d59c7e72f71","rows":56},"seals":{"digest":"79909b2309415881e4a444c16ca2687a530ab7c7413e96a2f03c29dc90035f07","rows":6},"signatures":{"digest":"e5552f0ae55299a7f307f95bbe841387bd9429b9d1f03f75c0cacdc45732b36f","rows":3},"submissions":{"digest":"243aa63469509ec48a31b142e39bc431f612156fb6884cabb8f9209e18013c7e","rows":1}},"version":1}','{"answers":"5d67f07f","contents":"49795351","facts":"bd46264eaf631be4b0724a20768940dcfd7d7d62d850e72a2286aff5440ceb8d1f6eb8d738950759471290f4e90f8151ec4ce663cf06b3085c817ff198318a3a34efa7e377d210c5b82e3f8b3d90b3ea9c1fa939d8ebc08c2449ec89","files":"8a0ab791","findings":"aec4a27f","migrations":"cdaea95e","returns":"1cd8ddbd551b71c8","seals":"79909b23","submissions":"243aa634"}');
INSERT INTO "seals" VALUES(8,'895e8d4209540bd0de363333c36ad33bc04f99009870be6d9d11a080d9cdd1f9','{"month":"2025-08","plan_year":2025,"returns":["TB-1/2025-01..02/v1","TB-1/2025-03/v1","TB-1/2025-04/v1","TB-1/2025-05/v1","TB-1/2025-06/v1","TB-1/2025-07/v1","TB-1/2025-08/v1","TB-2/2025-01..02/v1","TB-2/2025-03/v1","TB-2/2025-04/v1","TB-2/2025-05/v1","TB-2/2025-06/v1","TB-2/2025-07/v1","TB-2/2025-08/v1"],"sector":"steel","tables":{"answers":{"digest":"5d67f07f0a0448a5994e47015c3678296d978c43609ac880ae36d3daea45937c","rows":1},"base_answers":{"digest":"b3dc5fdf38542a682ce5f632ed9419271491ba3c069024fd0d097489cd2cca6a","rows":3},"base_statements":{"digest":"137f0dd717e96026f63a685cc96197d3445cd555aca6ba2a230e689044676c4a","rows":1},"contents":{"digest":"497953513029382c0c5fc10848b42e786868d2369672fbe9b0b26b9f7c8b7427","rows":31},"decisions":{"digest":"03eb1c60f777535ed235e1ee34bbaceeece804f243ab43cd9513666d0b554345","rows":1},"facts":{"digest":"d68f1e9ef733b357be687686966f7a8625170c7afb1d9577e0cb972142920706","rows":667},"files":{"digest":"8a0ab7912f4a8c448783fcad10896d5b5647f940e3386327e6e14766928fb07c","rows":31},"findings":{"digest":"aec4a27f78ddc205f9766f0eda6bb188637d9a110b126aef65cffd2cda08e371","rows":1},"heads":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"migrations":{"digest":"9b176bdc4ade30ce0fe454586702e330ed3afee2dd8ea9dc27b4b7559687dd79","rows":5},"register_acts":{"digest":"0000000000000000000000000000000000000000000000000000000000000000","rows":0},"returns":{"digest":"ddda2b01bd7c4629af933cc3e7c8f228f957ed1ebf31e5c738467db44147ea46","rows":58},"seals":{"digest":"e4e5a032b1988ac3e49aa50db350d675c77a25c90ad2eebd871ef26ecb693222","rows":7},"signatures":{"digest":"e5552f0ae55299a7f307f95bbe841387bd9429b9d1f03f75c0cacdc45732b36f","rows":3},"submissions":{"digest":"243aa63469509ec48a31b142e39bc431f612156fb6884cabb8f9209e18013c7e","rows":1}},"version":1}','{"facts":"c3a7bbcc4f5e2dbb68246b12626b6403be7cdc14f5cf4f828fee335f4772009f673a202ec16cd8b003dc11229cfbea2d2e90f47d9624a7c3b303d2e0013893f3931f65e81a16f071683738617afdd73d013a476a21176c34d68f1e9e","migrations":"9b176bdc","returns":"d6da49d5ddda2b01","seals":"e4e5a032"}');
CREATE TABLE signatures (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    decision TEXT NOT NULL REFERENCES decisions (id),
    act TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'issued', 'withdrawn'))
) STRICT;
INSERT INTO "signatures" VALUES(1,'steel-2025-efdf6d53','draft','wang','2025-01-24T02:00:00Z','draft');
INSERT INTO "signatures" VALUES(2,'steel-2025-efdf6d53','approve','li','2025-01-25T02:00:00Z','approved');
INSERT INTO "signatures" VALUES(3,'steel-2025-efdf6d53','issue','li','2025-01-25T02:00:00Z','issued');
CREATE TABLE submissions (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    key TEXT NOT NULL,
    file_sha256 TEXT NOT NULL REFERENCES contents (sha256),
    name TEXT NOT NULL,
    received_at TEXT NOT NULL,
    uploader TEXT NOT NULL,
    origin TEXT NOT NULL,
    outcome TEXT NOT NULL,
    receipt TEXT NOT NULL
) STRICT;
INSERT INTO "submissions" VALUES(1,'k1','26c9d6ed9a5e6aa2e512ce3c261a88092085e32eb23776e2ce33a20729bf2306','returns.csv','2025-07-22T02:00:00Z','lin','10.0.0.7','QUERY','{"outcome":"QUERY"}');
CREATE INDEX entries_by_book ON entries (sector, plan_year, seq);
CREATE TRIGGER migrations_no_update BEFORE UPDATE ON migrations
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER migrations_no_delete BEFORE DELETE ON migrations
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER migrations_no_replace BEFORE INSERT ON migrations
WHEN EXISTS (SELECT 1 FROM migrations WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER contents_no_update BEFORE UPDATE ON contents
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER contents_no_delete BEFORE DELETE ON contents
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER contents_no_replace BEFORE INSERT ON contents
WHEN EXISTS (SELECT 1 FROM contents WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER files_no_update BEFORE UPDATE ON files
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER files_no_delete BEFORE DELETE ON files
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER files_no_replace BEFORE INSERT ON files
WHEN EXISTS (SELECT 1 FROM files WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER returns_no_update BEFORE UPDATE ON returns
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER returns_no_delete BEFORE DELETE ON returns
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER returns_no_replace BEFORE INSERT ON returns
WHEN EXISTS (SELECT 1 FROM returns WHERE number = NEW.number
    OR (enterprise = NEW.enterprise AND period = NEW.period AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER facts_no_update BEFORE UPDATE ON facts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER facts_no_delete BEFORE DELETE ON facts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER facts_no_replace BEFORE INSERT ON facts
WHEN EXISTS (SELECT 1 FROM facts WHERE return_number = NEW.return_number
    AND (position = NEW.position OR (field = NEW.field AND scope = NEW.scope)))
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER decisions_no_replace BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id OR number = NEW.number OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER signatures_no_update BEFORE UPDATE ON signatures
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER signatures_no_delete BEFORE DELETE ON signatures
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER signatures_no_replace BEFORE INSERT ON signatures
WHEN EXISTS (SELECT 1 FROM signatures WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq OR id = NEW.id OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER entries_at_the_end BEFORE INSERT ON entries
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER facts_with_their_return BEFORE INSERT ON facts
WHEN NEW.return_number <> (SELECT max(number) FROM returns)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE VIEW postings AS
SELECT
    entries.seq, entries.sector, entries.plan_year, entries.kind, entries.month,
    json_extract(posting.value, '$[0]') AS account,
    json_extract(posting.value, '$[1]') AS tonnes
FROM entries, json_each(entries.body, '$.postings') AS posting;
CREATE VIEW balances AS
SELECT sector, plan_year, account, sum(tonnes) AS tonnes FROM postings GROUP BY sector, plan_year, account;
CREATE TRIGGER base_statements_no_update BEFORE UPDATE ON base_statements
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER base_statements_no_delete BEFORE DELETE ON base_statements
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER base_statements_no_replace BEFORE INSERT ON base_statements
WHEN EXISTS (SELECT 1 FROM base_statements WHERE id = NEW.id OR number = NEW.number OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER base_answers_no_update BEFORE UPDATE ON base_answers
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER base_answers_no_delete BEFORE DELETE ON base_answers
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER base_answers_no_replace BEFORE INSERT ON base_answers
WHEN EXISTS (SELECT 1 FROM base_answers WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER seals_no_replace BEFORE INSERT ON seals
WHEN EXISTS (SELECT 1 FROM seals WHERE number = NEW.number OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER heads_no_update BEFORE UPDATE ON heads
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER heads_no_delete BEFORE DELETE ON heads
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER heads_no_replace BEFORE INSERT ON heads
WHEN EXISTS (SELECT 1 FROM heads WHERE number = NEW.number OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER book_secret_no_update BEFORE UPDATE ON book_secret
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER book_secret_no_delete BEFORE DELETE ON book_secret
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER book_secret_no_replace BEFORE INSERT ON book_secret
WHEN EXISTS (SELECT 1 FROM book_secret WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE UNIQUE INDEX submissions_by_key ON submissions (uploader, key) WHERE key <> '';
CREATE INDEX submissions_by_content ON submissions (file_sha256);
CREATE INDEX submissions_by_origin ON submissions (origin, number) WHERE origin <> '';
CREATE INDEX files_by_content ON files (sha256);
CREATE TRIGGER submissions_no_update BEFORE UPDATE ON submissions
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER submissions_no_delete BEFORE DELETE ON submissions
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER submissions_no_replace BEFORE INSERT ON submissions
WHEN EXISTS (SELECT 1 FROM submissions WHERE number = NEW.number OR (NEW.key <> '' AND uploader = NEW.uploader AND key = NEW.key))
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER findings_no_update BEFORE UPDATE ON findings
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER findings_no_delete BEFORE DELETE ON findings
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER findings_no_replace BEFORE INSERT ON findings
WHEN EXISTS (SELECT 1 FROM findings WHERE submission = NEW.submission AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER answers_no_delete BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER answers_no_replace BEFORE INSERT ON answers
WHEN EXISTS (SELECT 1 FROM answers WHERE number = NEW.number
    OR (submission = NEW.submission AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER findings_with_their_submission BEFORE INSERT ON findings
WHEN NEW.submission <> (SELECT max(number) FROM submissions)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER register_acts_no_update BEFORE UPDATE ON register_acts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER register_acts_no_delete BEFORE DELETE ON register_acts
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
CREATE TRIGGER register_acts_no_replace BEFORE INSERT ON register_acts
WHEN EXISTS (SELECT 1 FROM register_acts WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;
COMMIT;
