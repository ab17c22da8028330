"""The papers' tables as they are printed, with what is computed before a number in brackets."""

GOOGLENET = """\
convolution|7×7/2|112×112×64|1|||||||9.2K [2.7K]|118M [34M]
max pool|3×3/2|56×56×64|0||||||||
convolution|3×3/1|56×56×192|2||64|192||||112K|360M
max pool|3×3/2|28×28×192|0||||||||
inception (3a)||28×28×256|2|64|96|128|16|32|32|160K [159K]|128M
inception (3b)||28×28×480|2|128|128|192|32|96|64|379K [380K]|304M
max pool|3×3/2|14×14×480|0||||||||
inception (4a)||14×14×512|2|192|96|208|16|48|64|367K [364K]|74M [73M]
inception (4b)||14×14×512|2|160|112|224|24|64|64|438K [437K]|88M
inception (4c)||14×14×512|2|128|128|256|24|64|64|498K [463K]|100M
inception (4d)||14×14×528|2|112|144|288|32|64|64|591K [580K]|119M
inception (4e)||14×14×832|2|256|160|320|32|128|128|847K [840K]|170M
max pool|3×3/2|7×7×832|0||||||||
inception (5a)||7×7×832|2|256|160|320|32|128|128|1018K [1072K]|51M [54M]
inception (5b)||7×7×1024|2|384|192|384|48|128|128|1409K [1388K]|71M
avg pool|7×7/1|1×1×1024|0||||||||
dropout (40%)||1×1×1024|0||||||||
linear||1×1×1000|1|||||||1000K|1M
softmax||1×1×1000|0||||||||"""

_CONV3, _CONV4, _CONV5 = (
    f"[1×1, {w}; 3×3, {w}; 1×1, {4 * w}]" for w in (128, 256, 512)
)  # fmt: skip
_PAIR3, _PAIR4, _PAIR5 = (f"[3×3, {w}; 3×3, {w}]" for w in (128, 256, 512))
RESNET = f"""\
conv1|112×112|{"|".join(["7×7, 64, stride 2"] * 5)}
conv2_x|56×56|{"|".join(["3×3 max pool, stride 2"] * 5)}
||[3×3, 64; 3×3, 64] × 2|[3×3, 64; 3×3, 64] × 3|{"|".join(["[1×1, 64; 3×3, 64; 1×1, 256] × 3"] * 3)}
conv3_x|28×28|{_PAIR3} × 2|{_PAIR3} × 4|{_CONV3} × 4|{_CONV3} × 4|{_CONV3} × 8
conv4_x|14×14|{_PAIR4} × 2|{_PAIR4} × 6|{_CONV4} × 6|{_CONV4} × 23|{_CONV4} × 36
conv5_x|7×7|{_PAIR5} × 2|{_PAIR5} × 3|{_CONV5} × 3|{_CONV5} × 3|{_CONV5} × 3
|1×1|{"|".join(["average pool, 1000-d fc, softmax"] * 5)}
params|×10⁶|11.7|21.8|25.6|44.5|60.2
FLOPs|×10⁹|1.81|3.66 [3.6]|3.86 [3.8]|7.57|11.3"""

_POOL = "|".join(["maxpool"] * 6)
_SIX_256, _SIX_512 = (
    "|".join([f"conv3-{width}"] * 6) for width in (256, 512)
)  # fmt: skip
_THIRD_512 = "|||*conv1-512*|*conv3-512*|conv3-512\n|||||*conv3-512*"
VGG = f"""\
{"|".join(f"{n} weight layers" for n in (11, 11, 13, 16, 16, 19))}
{"|".join(["input (224×224 RGB image)"] * 6)}
conv3-64|conv3-64|conv3-64|conv3-64|conv3-64|conv3-64
|*LRN*|*conv3-64*|conv3-64|conv3-64|conv3-64
{_POOL}
conv3-128|conv3-128|conv3-128|conv3-128|conv3-128|conv3-128
||*conv3-128*|conv3-128|conv3-128|conv3-128
{_POOL}
{_SIX_256}
{_SIX_256}
|||*conv1-256*|*conv3-256*|conv3-256
|||||*conv3-256*
{_POOL}
{_SIX_512}
{_SIX_512}
{_THIRD_512}
{_POOL}
{_SIX_512}
{_SIX_512}
{_THIRD_512}
{_POOL}
{"|".join(["FC-4096"] * 6)}
{"|".join(["FC-4096"] * 6)}
{"|".join(["FC-1000"] * 6)}
{"|".join(["soft-max"] * 6)}
133M params|133M params|133M params|134M params|138M params|144M params"""
