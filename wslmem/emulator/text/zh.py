"""Simplified Chinese. Our own translation, with the full-width colons that Chinese WSL has."""

from __future__ import annotations

SENTENCES = {
    "error-code": "错误代码: {}",
    "invalid-argument": "命令行参数无效：{}\n请使用“wsl.exe --help”查看支持的参数。",
    "invalid-parameter": "参数错误。 ",
    "access-denied": "拒绝访问。 ",
    "success": "操作成功完成。 ",
    "no-distributions": "没有安装适用于 Linux 的 Windows 子系统分发版。\n使用“wsl.exe --install <Distro>”进行安装。",
    "distribution-not-found": "不存在使用此名称的分发。",
    "user-not-found": "找不到用户。",
    "no-running": "没有正在运行的分发。",
    "no-resources": "系统资源不足，无法完成请求的服务。 ",
    "stub": "未安装适用于 Linux 的 Windows 子系统。可运行“wsl.exe --install”进行安装。\n更多信息：https://aka.ms/wslinstall",
    "list-header": "适用于 Linux 的 Windows 子系统分发：",
    "list-default": "{} (默认)",
    "status-distribution": "默认分发：{}",
    "status-version": "默认版本：{}",
    "version-0": "WSL 版本： {}",
    "version-1": "内核版本： {}",
    "version-6": "Windows 版本： {}",
    "UnknownKey": "{2} 中有未知的键“{0}”",
    "InvalidBoolean": "{2} 中键“{0}”的布尔值“{1}”无效",
    "InvalidInteger": "{2} 中键“{0}”的整数值“{1}”无效",
    "InvalidMemoryString": "{2} 中的 .wslconfig 条目“{0}”的内存字符串“{1}”无效",
    "DuplicatedKey": "{2} 中的配置键“{0}”重复 (冲突的键：{4} 中的“{3}”)",
    "SwapDisk": "无法在“{0}”中创建交换磁盘：{1}",
    "path-not-found": "系统找不到指定的路径。 ",
    "custom-kernel": "找不到 {} 中指定的自定义内核：“{}”。",
    "no-switch": "桥接网络需要设置 wsl2.vmSwitch。",
    "LocalhostMirrored": "使用镜像网络模式时，wsl2.localhostForwarding 设置不起作用",
}
