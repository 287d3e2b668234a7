"""Japanese. Our own translation; place and line come first in the sentence, as in WSL's."""

from __future__ import annotations

SENTENCES = {
    "no-access": "ファイルにアクセスできません。 ",
    "error-code": "エラー コード: {}",
    "access-denied": "アクセスが拒否されました。 ",
    "success": "この操作を正しく終了しました。 ",
    "distribution-not-found": "この名前のディストリビューションはありません。",
    "user-not-found": "ユーザーが見つかりません。",
    "no-running": "実行中のディストリビューションはありません。",
    "no-resources": "システム リソースが不足しているため、サービスを完了できません。 ",
    "list-header": "Linux 用 Windows サブシステムのディストリビューション:",
    "list-default": "{} (既定)",
    "status-distribution": "既定のディストリビューション: {}",
    "status-version": "既定のバージョン: {}",
    "version-0": "WSL バージョン: {}",
    "version-1": "カーネル バージョン: {}",
    "InvalidMemoryString": "{2} の .wslconfig エントリ '{0}' のメモリ文字列 '{1}' が無効です",
    "UnknownKey": "{2} に不明なキー '{0}' があります",
}
