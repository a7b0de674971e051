<?xml version="1.0" encoding="UTF-8"?>
<!-- The verdict on one option as an in-toto Statement v1, for `auditor export` to
     sign: the weight files by digest, and what the verified dossier says of them.
     auditor-attestation(5) tells the fields. No word of it depends on a language,
     and of any two names for one thing the machine's is taken. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:d="urn:auditor:dossier:1" xmlns:t="urn:auditor:text:1"
    exclude-result-prefixes="d t">
  <xsl:param name="source-sha256" select="''"/>
  <!-- "no" when neither the dossier nor this statement has a throw-away key. -->
  <xsl:param name="trial" select="'yes'"/>
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/d:dossier">
    <xsl:text>{"_type": "https://in-toto.io/Statement/v1",&#10;"subject": [</xsl:text>
    <xsl:for-each select="d:option/d:weights">
      <xsl:if test="position() &gt; 1">,</xsl:if>
      <xsl:value-of select="concat('&#10;{&quot;name&quot;: ', t:json(string(@path)), ', ')"/>
      <xsl:call-template name="digest"><xsl:with-param name="sha256" select="@sha256"/></xsl:call-template>
      <xsl:text>}</xsl:text>
    </xsl:for-each>
    <xsl:value-of select="concat('],&#10;&quot;predicateType&quot;: &quot;urn:auditor:verdict:1&quot;,&#10;&quot;predicate&quot;: {&quot;verdict&quot;: ', t:json(string(d:verdict/@value)),
        ', &quot;trial&quot;: ', @trial != 'no' or $trial != 'no',
        ',&#10;&quot;option&quot;: {&quot;id&quot;: ', t:json(string(d:option/@id)), ', &quot;label&quot;: ', t:json(string(d:option/@label)),
        ', &quot;family&quot;: ', t:json(string(d:subject/@family)), ', &quot;sector&quot;: ', t:json(string(d:subject/@sector)),
        ', &quot;fictional&quot;: ', d:subject/@fictional = 'yes',
        '},&#10;&quot;dossier&quot;: {&quot;id&quot;: ', t:json(string(d:head/d:id)), ', &quot;created&quot;: ', t:json(string(d:head/d:created)),
        ', &quot;lawAsOf&quot;: ', t:json(string(d:head/d:law-as-of)), ', ')"/>
    <xsl:call-template name="digest"><xsl:with-param name="sha256" select="$source-sha256"/></xsl:call-template>
    <xsl:text>},&#10;"outcomes": {</xsl:text>
    <xsl:call-template name="outcome"><xsl:with-param name="name" select="'unknown'"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="outcome"><xsl:with-param name="name" select="'fail'"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="outcome"><xsl:with-param name="name" select="'waived'"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="outcome"><xsl:with-param name="name" select="'not-yet-applicable'"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="outcome"><xsl:with-param name="name" select="'not-applicable'"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="outcome"><xsl:with-param name="name" select="'attested'"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="outcome"><xsl:with-param name="name" select="'pass'"/></xsl:call-template>
    <xsl:text>},&#10;"open": [</xsl:text>
    <xsl:for-each select="d:verdict/d:because">
      <xsl:if test="position() &gt; 1">,</xsl:if>
      <xsl:value-of select="concat('&#10;{&quot;rule&quot;: ', t:json(string(@rule)), ', &quot;severity&quot;: ', t:json(string(@severity)),
          ', &quot;outcome&quot;: ', t:json(string(@outcome)), '}')"/>
    </xsl:for-each>
    <xsl:text>],&#10;"packs": [</xsl:text>
    <xsl:for-each select="d:packs/d:pack">
      <xsl:if test="position() &gt; 1">,</xsl:if>
      <xsl:value-of select="concat('&#10;{&quot;id&quot;: ', t:json(string(@id)), ', &quot;version&quot;: ', t:json(string(@version)), ', ')"/>
      <xsl:call-template name="digest"><xsl:with-param name="sha256" select="@sha256"/></xsl:call-template>
      <xsl:text>}</xsl:text>
    </xsl:for-each>
    <xsl:text>],&#10;"weights": [</xsl:text>
    <xsl:for-each select="d:option/d:weights">
      <xsl:if test="position() &gt; 1">,</xsl:if>
      <xsl:value-of select="concat('&#10;{&quot;name&quot;: ', t:json(string(@path)), ', &quot;format&quot;: ', t:json(string(@format)), ', &quot;bytes&quot;: ')"/>
      <xsl:call-template name="count-or-null"><xsl:with-param name="value" select="@bytes"/></xsl:call-template>
      <xsl:value-of select="concat(', &quot;read&quot;: ', @pointer = 'no', '}')"/>
    </xsl:for-each>
    <xsl:value-of select="concat('],&#10;&quot;tool&quot;: {&quot;name&quot;: &quot;auditor&quot;, &quot;version&quot;: ', t:json(string(d:head/d:tool/@version)), '}}}&#10;')"/>
  </xsl:template>

  <xsl:template name="digest">
    <xsl:param name="sha256"/>
    <xsl:value-of select="concat('&quot;digest&quot;: {&quot;sha256&quot;: ', t:json(string($sha256)), '}')"/>
  </xsl:template>

  <xsl:template name="outcome">
    <xsl:param name="name"/>
    <xsl:value-of select="concat(t:json($name), ': ', sum(d:verdict/d:count[@outcome = $name]/@n))"/>
  </xsl:template>

  <!-- A literal of JSON has no leading zero and no exponent of XPath's making. -->
  <xsl:template name="count-or-null">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value = '' or translate($value, '0123456789', '') != '' or (starts-with($value, '0') and $value != '0')">null</xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
